export { type Simulation, type SimulationRequest, simulatePipeline } from './simulate-pipeline.ts';
export { SimulatedAnswer, SimulatedAnswers } from './simulated-answer.ts';
export {
  TEMPLATE_CATEGORIES,
  type Template,
  type TemplateCategory,
  type TemplateInfo,
  type TemplateScenario,
} from './template.ts';
export { loadTemplate, TEMPLATES } from './template-catalog.ts';
