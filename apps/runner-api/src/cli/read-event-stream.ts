/** One message of a stream of server-sent events. */
export type ServerSentEvent = {
  readonly id: string | undefined;
  /** Undefined for an ordinary message. */
  readonly type: string | undefined;
  readonly data: string;
};

/** Reads a `text/event-stream` body; comments, unknown fields and a message that is cut off at the end are left out. */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let rest = '';
  let id: string | undefined;
  let type: string | undefined;
  let data: string[] = [];
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    // A carriage return at the end may be half of a line break.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { id, type, data: data.join('\n') };
        data = [];
        type = undefined;
        continue;
      }
      const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (field === 'data') data.push(value);
      if (field === 'id') id = value;
      if (field === 'event') type = value;
    }
  }
}
