export { type Component, type ComponentContext, defineComponent, SkipSignal } from './component.ts';
export { ComponentError, EffectError, EngineError } from './errors.ts';
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
  RunPorts,
  RunRequest,
  Secrets,
} from './ports.ts';
