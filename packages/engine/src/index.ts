export { type Component, type ComponentContext, defineComponent, SkipSignal } from './component.ts';
export { builtinComponents } from './components/catalog.ts';
export { describeComponent } from './components/describe-component.ts';
export {
  createSimulateGate,
  type SimulatedModelResponse,
  type SimulatedResponse,
  type SimulateGateOptions,
} from './effects/simulate-gate.ts';
export { createVirtualClock, type VirtualClock, type VirtualClockOptions } from './effects/virtual-clock.ts';
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
