export { isRoleAtLeast, ROLES, Role, Session } from './access.ts';
export {
  CancelRun,
  ComponentInfo,
  Environments,
  Health,
  PipelineFile,
  PipelineSummary,
  Problem,
  ResolveStage,
  RunPage,
  RunSummary,
  StartRun,
  ValidateResult,
} from './api.ts';
export { AUDIT_ACTIONS, AuditAction, AuditLine, AuditPage, UnreadableAuditLine } from './audit.ts';
export { type ConnectionCheck, checkConnection, legalSources, legalTargets } from './change/check-connection.ts';
export { bulkFix, type FixedText, fixAll, preferredFix } from './change/fix-all.ts';
export { type Fragment, readFragment, toFragment } from './change/fragment.ts';
export { freeStageId } from './change/free-stage-id.ts';
export type {
  ChangePlan,
  Connection,
  ListPlace,
  NewStage,
  PipelineChange,
  StagePosition,
} from './change/pipeline-change.ts';
export { planChange } from './change/plan-change.ts';
export { type GesturePlan, planChanges } from './change/plan-changes.ts';
export {
  referencesIn,
  type StageReference,
  type StageReferences,
  type ValueReference,
} from './change/references-in.ts';
export { DIAGNOSTIC_CODES, type DiagnosticCode } from './check/diagnostic-codes.ts';
export { fieldRuleAt } from './check/field-rules.ts';
export { findStageNames, type StageName } from './check/find-stage-names.ts';
export { templateRootsAt } from './check/template-roots.ts';
export type {
  Arm,
  ArmRole,
  ComponentCatalog,
  ComponentDescription,
  ComponentFailure,
  FieldPolicy,
  FieldRule,
  SecretPolicy,
} from './component.ts';
export { type FieldMeta, jsonField, preprocessedField, textField } from './config-field.ts';
export { type CriticalStretch, criticalPath, readyTimes, type TimelineGraph } from './critical-path.ts';
export { Diagnostic, Position, QuickFix, Range, TextEdit } from './diagnostic.ts';
export { type FlowchartOptions, toMermaidFlowchart } from './diagram/mermaid-flowchart.ts';
export { type GanttSource, toMermaidGantt } from './diagram/mermaid-gantt.ts';
export { type Plan, type PlannedStage, planPipeline } from './diagram/plan.ts';
export { configAliases } from './dialects/config-aliases.ts';
export { toDurationText } from './duration-text.ts';
export { childrenOf, type Node as ExpressionNode, type Template } from './expression/ast.ts';
export { type CallHelp, callHelpAt } from './expression/call-help.ts';
export { checkTemplate } from './expression/check-template.ts';
export {
  type CompiledTemplate,
  compileParsedTemplate,
  compileTemplate,
  EXPRESSION_ROOTS,
  type RenderedPart,
} from './expression/compile-template.ts';
export { completeTemplate } from './expression/complete-template.ts';
export type { CompletionData, TemplateCompletion, TemplateCompletions, ValueShape } from './expression/completion.ts';
export { type EncodedUrl, encodeUrl } from './expression/encode-url.ts';
export type { EvaluationMode, EvaluationOptions, FuelTank, Scope as ExpressionScope } from './expression/evaluation.ts';
export { ExprError, type ExprErrorCode } from './expression/expr-error.ts';
export { type CaseReport, runExpressionCases } from './expression/expression-cases.ts';
export { LIMITS as EXPRESSION_LIMITS } from './expression/limits.ts';
export { lintTemplate, type TemplateLint } from './expression/lint-template.ts';
export { parseTemplate } from './expression/parse-template.ts';
export {
  type PartialSecretRead,
  partialSecretReads,
  WHOLE_SECRET_FILTERS,
} from './expression/partial-secret-reads.ts';
export { type Reference, referencesOf } from './expression/references.ts';
export { renameStageInTemplate } from './expression/rename-stage.ts';
export { type TemplateToken, type TemplateTokenKind, tokenizeTemplate } from './expression/tokenize-template.ts';
export { FAILURE_TYPES, Failure, FailureType } from './failure.ts';
export { documentPipeline, formatPipeline, PIPELINE_SCHEMA_URL } from './format-pipeline.ts';
export { buildGraph, type GraphEdge, type Membership, type Owner, type PipelineGraph, type Scope } from './graph.ts';
export { isStageId, RunId, STAGE_ID_PATTERN } from './ids.ts';
export { type CheckedInput, checkInput } from './input-schema.ts';
export { JmespathError, type JmespathErrorKind } from './jmespath/jmespath-error.ts';
export { parseJmespath } from './jmespath/parse-jmespath.ts';
export { searchJmespath } from './jmespath/search-jmespath.ts';
export { isJsonObject, type Json, type JsonObject, JsonValue } from './json.ts';
export { checkJsonSchema, type SchemaProblem } from './json-schema/check-json-schema.ts';
export { compileJsonSchema, JsonSchemaError } from './json-schema/compile-json-schema.ts';
export { findJsonExcess, jsonLength, MAX_JSON_LENGTH } from './json-size.ts';
export type { MergeConflict, MergeSide } from './merge/merge-conflict.ts';
export { type MergeResult, type MergeTexts, mergeTexts } from './merge/merge-texts.ts';
export { normalisePipeline } from './normalise.ts';
export {
  CONCURRENCY_POLICIES,
  type Concurrency,
  type ConcurrencyPolicy,
  type Join,
  type Note,
  type Pipeline,
  type Retry,
  type Settings,
  type Stage,
} from './pipeline.ts';
export { checkPipelineId } from './pipeline-id.ts';
export { pipelineJsonSchema } from './pipeline-json-schema.ts';
export {
  createPipelineReader,
  type GhostStage,
  type PipelineReader,
  type PipelineReading,
  readPipeline,
} from './read-pipeline.ts';
export {
  applyRunEvent,
  concernsDecision,
  foldRun,
  isFinished,
  isUndecided,
  newRun,
  Run,
  RunQueue,
  RunStatus,
  StageRun,
  StageStatus,
  siblingKeyOf,
  stageIdOfKey,
  stageKeyOf,
  UndecidedChild,
} from './run.ts';
export {
  ConditionTrace,
  EffectRequest,
  EffectResponse,
  ExpressionTrace,
  type NewRunEvent,
  RESOLUTIONS,
  Resolution,
  RunConcurrency,
  RunEvent,
  RunOutcome,
  SKIP_REASONS,
  SkipCause,
  SkipReason,
} from './run-event.ts';
export { isMaskable, isSecretName, MIN_SECRET_LENGTH } from './secret-text.ts';
export { starterConfig } from './starter-config.ts';
export { SecretOverview, SecretUse, SetSecret, StoredSecretInfo, StoredSecretList } from './stored-secret.ts';
export { formatJsonText } from './text/format-json-text.ts';
export { pointerSegments } from './text/json-pointer.ts';
export { type JsonSyntaxError, parseJsonText } from './text/parse-json-text.ts';
export { type JsonReading, readJsonText } from './text/read-json-text.ts';
export type { SourceMember, SourceNode } from './text/source-node.ts';
export { suggest } from './text/suggest.ts';
export { applyTextEdits } from './text/text-edit.ts';
export { createTextLocator } from './text/text-locator.ts';
export {
  type AttemptSegment,
  applyTimelineEvent,
  applyTimelineEvents,
  decisionOf,
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
