import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Log } from '../log.ts';
import type { EndedSpan } from './trace-runs.ts';
import type { TracingSettings } from './tracing-settings.ts';

export interface SpanExport {
  /** Queues a span to be sent; drops it when too many wait already. */
  emit(span: EndedSpan): void;
  /** Sends what is waiting, as far as that goes within two seconds. */
  close(): Promise<void>;
}

/** How long spans wait for others before they are sent, in ms. */
const DELAY_MS = 1000;
/** Spans that may wait while the receiver does not answer: some megabytes. */
const MAX_WAITING = 4096;
const CLOSE_MS = 2000;

/** Sends spans in OTLP over HTTP. What becomes of them never concerns a run. */
export function exportSpans({ url }: TracingSettings, { version, log }: { version: string; log: Log }): SpanExport {
  let ids = { traceId: '', spanId: '' };
  const provider = new TracerProvider({
    sampler: new AlwaysOnSampler(),
    // Ids are given with the span; this is the only way to hand them in, and it is asked while a span is made.
    idGenerator: { generateTraceId: () => ids.traceId, generateSpanId: () => ids.spanId },
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'flowmason', 'service.version': version }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: reporting(new OTLPTraceExporter({ url }), log),
        scheduledDelayMillis: DELAY_MS,
        maxQueueSize: MAX_WAITING,
      }),
    ],
  });
  const tracer = provider.getTracer('flowmason', version);
  return {
    emit(span) {
      const { traceId, spanId, parentSpanId, name, isCall, startMs, endMs, isError, attributes } = span;
      ids = { traceId, spanId };
      const parent =
        parentSpanId === undefined ? undefined : { traceId, spanId: parentSpanId, traceFlags: TraceFlags.SAMPLED };
      const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
      const kind = isCall ? SpanKind.CLIENT : SpanKind.INTERNAL;
      const made = tracer.startSpan(name, { startTime: startMs, kind, attributes }, context);
      if (isError) made.setStatus({ code: SpanStatusCode.ERROR });
      made.end(endMs);
    },
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSE_MS);
      });
      await Promise.race([provider.shutdown(), limit]);
      clearTimeout(timer);
    },
  };
}

/** Says once that spans cannot be sent, and once that they can be again. */
function reporting(exporter: SpanExporter, log: Log): SpanExporter {
  let isFailing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const hasFailed = result.error !== undefined || result.code !== 0;
        if (hasFailed && !isFailing) log('warn', 'traces cannot be sent; runs are not affected', result.error);
        if (!hasFailed && isFailing) log('info', 'traces are sent again');
        isFailing = hasFailed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
