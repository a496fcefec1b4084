import { createMessageReader, readToMessage } from '../model/document/reading-message.ts';

type ReaderRequest = { readonly type: 'read' | 'warm-up'; readonly text: string };

const read = createMessageReader();

/** Reads and checks each text that arrives, off the page's thread; answers come in the order of the texts. */
self.addEventListener('message', ({ data: { type, text } }: MessageEvent<ReaderRequest>) => {
  if (type === 'read') postMessage(read(text));
  else practise(text, WARM_UP_ROUNDS);
});

/** One round at a time: a person who types meanwhile waits for no more than that. */
function practise(text: string, rounds: number): void {
  // The last round is for the reader itself, which then knows the text that the first edit will change.
  if (rounds > 1) {
    readToMessage(text);
    setTimeout(practise, 0, text, rounds - 1);
  } else read(text);
}

/** After so many readings the code is about as fast as it will be. */
const WARM_UP_ROUNDS = 4;
