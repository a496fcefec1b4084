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
export { DIAGNOSTIC_CODES, type DiagnosticCode } from './check/diagnostic-codes.ts';
export type {
  Arm,
  ArmRole,
  ComponentCatalog,
  ComponentDescription,
  FieldPolicy,
  FieldRule,
  SecretPolicy,
} from './component.ts';
export { type FieldMeta, jsonField, textField } from './config-field.ts';
export { type CriticalStretch, criticalPath, readyTimes, type TimelineGraph } from './critical-path.ts';
export { Diagnostic, Position, QuickFix, Range, TextEdit } from './diagnostic.ts';
export { toDurationText } from './duration-text.ts';
export { FAILURE_TYPES, Failure, FailureType } from './failure.ts';
export { buildGraph, type GraphEdge, type Membership, type Owner, type PipelineGraph, type Scope } from './graph.ts';
export { isStageId, RunId, STAGE_ID_PATTERN } from './ids.ts';
export { type CheckedInput, checkInput } from './input-schema.ts';
export { isJsonObject, type Json, type JsonObject, JsonValue } from './json.ts';
export { checkJsonSchema, type SchemaProblem } from './json-schema/check-json-schema.ts';
export { compileJsonSchema, JsonSchemaError } from './json-schema/compile-json-schema.ts';
export { type JsonReading, MAX_JSON_DEPTH, readJsonText } from './json-text.ts';
export type { Join, Pipeline, Retry, Settings, Stage } from './pipeline.ts';
export { type GhostStage, type PipelineReading, readPipeline } from './read-pipeline.ts';
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
export { applyTextEdits } from './text/text-edit.ts';
export {
  type AttemptSegment,
  applyTimelineEvent,
  applyTimelineEvents,
  EMPTY_TIMELINE,
  endOf,
  stagesAhead,
  type Timeline,
  type TimelineRow,
  type TimelineSegment,
  timelineNow,
  toTimeline,
  type WaitSegment,
} from './timeline.ts';
export { groupTimeline, type TimelineGroup } from './timeline-groups.ts';
