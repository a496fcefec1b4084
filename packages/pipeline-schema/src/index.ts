export {
  ComponentInfo,
  Environments,
  Health,
  PipelineFile,
  PipelineSummary,
  Problem,
  RunPage,
  RunSummary,
  StartRun,
  ValidateResult,
} from './api.ts';
export type {
  Arm,
  ArmRole,
  ComponentCatalog,
  ComponentDescription,
  FieldPolicy,
  FieldRule,
  SecretPolicy,
} from './component.ts';
export { Diagnostic, Position, QuickFix, Range, TextEdit } from './diagnostic.ts';
export { FAILURE_TYPES, Failure, FailureType } from './failure.ts';
export { isStageId, RunId, STAGE_ID_PATTERN } from './ids.ts';
export { isJsonObject, type Json, type JsonObject, JsonValue } from './json.ts';
export type { Join, Pipeline, Retry, Settings, Stage } from './pipeline.ts';
export {
  applyRunEvent,
  foldRun,
  isFinished,
  newRun,
  Run,
  RunStatus,
  StageRun,
  StageStatus,
  stageKeyOf,
} from './run.ts';
export {
  ConditionTrace,
  EffectRequest,
  EffectResponse,
  ExpressionTrace,
  type NewRunEvent,
  RunEvent,
  RunOutcome,
  SKIP_REASONS,
  SkipCause,
  SkipReason,
} from './run-event.ts';
