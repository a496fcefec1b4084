import { loadTemplate, type Simulation, simulatePipeline, type Template } from '@flowmason/templates';
import { queryOptions } from '@tanstack/react-query';
import { openPipelineDocument, type PipelineDocument } from '../model/document/pipeline-document.ts';

/** A template together with what the reader made of its document. */
export interface OpenedTemplate {
  readonly template: Template;
  readonly document: PipelineDocument;
}

/** A template by id; null for one that is not in the gallery. Comes with the pages, so no server is asked. */
export function templateQuery(id: string) {
  return queryOptions({
    queryKey: ['templates', id],
    queryFn: async (): Promise<OpenedTemplate | null> => {
      const template = await loadTemplate(id);
      return template ? { template, document: openPipelineDocument(template.text) } : null;
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false, // the graph holds maps and functions, and none of it ever changes
  });
}

/** The simulated run of a template in which all goes well. */
export function templateRunQuery({ template, document }: OpenedTemplate) {
  return queryOptions({
    queryKey: ['templates', template.id, 'run'],
    queryFn: async (): Promise<Simulation> => {
      const { pipeline } = document.reading;
      if (!pipeline) throw new Error(`The template ${template.id} cannot be read.`);
      const [{ input = pipeline.sample_input ?? {}, answers }] = template.scenarios;
      return simulatePipeline({ pipeline, input, answers });
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}
