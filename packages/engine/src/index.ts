export { checkDecision, type LeftRun } from './check-decision.ts';
export type { CancelOptions } from './child-run.ts';
export {
  type Choice,
  type ChoiceContext,
  type Component,
  type ComponentContext,
  defineComponent,
  SkipSignal,
} from './component.ts';
export { builtinComponents } from './components/catalog.ts';
export { describeComponent } from './components/describe-component.ts';
export { quoteBeginning } from './components/http-request/quote-beginning.ts';
export { describeStatus, failureTypeOf, isRetryable } from './components/http-request/status.ts';
export { definitionHash } from './definition-hash.ts';
export { toFailedResponseRecord, toHttpRequestRecord, toHttpResponseRecord } from './effects/effect-record.ts';
export { createRecordGate, type RecordGate } from './effects/record-gate.ts';
export { type Mask, type RecordedCall, Recording } from './effects/recording.ts';
export { createReplayGate, type ReplayGateOptions } from './effects/replay-gate.ts';
export { createSimulateGate, type SimulateGateOptions } from './effects/simulate-gate.ts';
export type {
  Simulated,
  SimulatedFailure,
  SimulatedModelResponse,
  SimulatedResponse,
} from './effects/simulated-answer.ts';
export { createVirtualClock, type VirtualClock, type VirtualClockOptions } from './effects/virtual-clock.ts';
export { ENGINE_VERSION } from './engine-version.ts';
export { ComponentError, EffectError, EngineError } from './errors.ts';
export { createMemoryJournal } from './memory-journal.ts';
export type {
  Clock,
  EffectContext,
  EffectGate,
  EffectRecord,
  HttpRequest,
  HttpResponse,
  Journal,
  ModelRequest,
  ModelResponse,
  PinnedRun,
  RunPorts,
  RunRequest,
  Secrets,
  ShownRequest,
} from './ports.ts';
export { cancelQueuedRun, queueRun, recordCancelledRun } from './queue-run.ts';
export { type RunHandle, resumeRun, startRun } from './run-pipeline.ts';
export type { StageDecision } from './stage-decision.ts';
