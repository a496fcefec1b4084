import { CONCURRENCY_POLICIES } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { type FormField, plainField } from '../../model/fields/config-form.ts';
import { JSON_FORMAT, numberFormat, TEXT_FORMAT } from '../../model/fields/field-format.ts';
import { TAGS_FORMAT } from '../../model/fields/field-tags.ts';
import { useIsNarrowScreen } from '../../ui/use-is-narrow-screen.ts';
import { ChoiceField } from './fields/choice-field.tsx';
import { CodeConfigField } from './fields/code-config-field.tsx';
import { DurationField } from './fields/duration-field.tsx';
import { ProseField } from './fields/prose-field.tsx';
import { TableField } from './fields/table-field.tsx';
import { TypedField } from './fields/typed-field.tsx';
import { InspectorFrame } from './inspector-frame.tsx';
import { ReadOnlyPipeline } from './read-only-definition.tsx';
import { InputSection } from './sections/input-section.tsx';
import { Section } from './sections/section.tsx';
import { ShowInJson } from './show-in-json.tsx';

/** The pipeline itself: what it is called, how it runs, what it takes and gives. */
export function PipelineInspector({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const isNarrow = useIsNarrowScreen();
  const { pipeline } = opened.reading;
  const takesTurns = pipeline?.settings.concurrency !== undefined;
  if (isNarrow && pipeline) return <ReadOnlyPipeline pipeline={pipeline} />;
  return (
    <InspectorFrame opened={opened} stageId={undefined}>
      <div className="flex flex-col gap-3 px-4 py-3">
        <TypedField path={FIELDS.name.path} field={FIELDS.name.field} format={TEXT_FORMAT} unit="" />
        <TypedField path={FIELDS.version.path} field={FIELDS.version.field} format={TEXT_FORMAT} unit="" />
        <ProseField path={FIELDS.description.path} field={FIELDS.description.field} />
        <div className="grid grid-cols-2 gap-3">
          <TypedField path={FIELDS.category.path} field={FIELDS.category.field} format={TEXT_FORMAT} unit="" />
          <TypedField path={FIELDS.difficulty.path} field={FIELDS.difficulty.field} format={TEXT_FORMAT} unit="" />
        </div>
        <TypedField path={FIELDS.tags.path} field={FIELDS.tags.field} format={TAGS_FORMAT} unit="" />
      </div>
      <Section title="Run settings">
        <TypedField path={FIELDS.parallel.path} field={FIELDS.parallel.field} format={PARALLEL} unit="" />
        <ChoiceField path={FIELDS.onFailure.path} field={FIELDS.onFailure.field} options={['stop', 'finish']} />
        <DurationField path={FIELDS.timeout.path} field={FIELDS.timeout.field} />
      </Section>
      <Section title="Runs that must not overlap" path={['settings', 'concurrency']}>
        <CodeConfigField path={FIELDS.key.path} field={FIELDS.key.field} format={TEXT_FORMAT} />
        {takesTurns && (
          <>
            <ChoiceField path={FIELDS.policy.path} field={FIELDS.policy.field} options={CONCURRENCY_POLICIES} />
            <TypedField path={FIELDS.limit.path} field={FIELDS.limit.field} format={PARALLEL} unit="" />
          </>
        )}
      </Section>
      <InputSection />
      <Section title="Output" aside={<ShowInJson path={FIELDS.output.path} />}>
        <TableField path={FIELDS.output.path} field={FIELDS.output.field} />
        <TypedField path={FIELDS.outputStage.path} field={FIELDS.outputStage.field} format={TEXT_FORMAT} unit="" />
        <CodeConfigField path={FIELDS.outputSchema.path} field={FIELDS.outputSchema.field} format={JSON_FORMAT} />
      </Section>
    </InspectorFrame>
  );
}

const PARALLEL = numberFormat({ isInteger: true, minimum: 1, maximum: 100 });

function at(path: readonly string[], about: Partial<FormField> & Pick<FormField, 'title'>) {
  return { path, field: plainField(path.at(-1) ?? '', about) };
}

const FIELDS = {
  name: at(['name'], {
    title: 'Name',
    description: 'What people and fm run call the pipeline.',
    isRequired: true,
  }),
  version: at(['version'], { title: 'Version', description: 'Version of this document.', placeholder: '1.0.0' }),
  description: at(['description'], {
    title: 'Description',
    description: 'What the pipeline does, for whoever finds it.',
    placeholder: 'What does it do?',
  }),
  category: at(['category'], { title: 'Category', description: 'Where the gallery shows it.', placeholder: 'DevOps' }),
  difficulty: at(['difficulty'], {
    title: 'Difficulty',
    description: 'How hard it is to understand.',
    placeholder: 'intermediate',
  }),
  tags: at(['tags'], {
    title: 'Tags',
    description: 'Words to find it by, with commas between them.',
    placeholder: 'deploy, kubernetes',
  }),
  parallel: at(['settings', 'max_parallel'], {
    title: 'Stages at once',
    description: 'How many stages may run at the same time; 1 to 100.',
    placeholder: '10',
    control: { kind: 'number', isInteger: true, minimum: 1, maximum: 100, unit: '' },
  }),
  onFailure: at(['settings', 'on_failure'], {
    title: 'After a failure',
    description: 'stop: nothing else starts, except what cleans up. finish: branches that do not depend on it go on.',
    usual: 'stop',
  }),
  timeout: at(['settings', 'timeout_ms'], {
    title: 'Run timeout',
    description: 'How long a whole run may take: 30 m, 1 h.',
    placeholder: 'none',
  }),
  key: at(['settings', 'concurrency', 'key'], {
    title: 'Key',
    description:
      'Runs with the same key take turns, also those of other pipelines. Made of the input and env. Empty: runs may overlap.',
    placeholder: '{{input.service}}:{{input.environment}}',
    rule: { policy: 'strict', onlyRoots: ['env', 'input'] },
  }),
  policy: at(['settings', 'concurrency', 'policy'], {
    title: 'While another run has the turn',
    description:
      'queue: it waits. reject: it is refused. skip: it is recorded as cancelled. replace: it ends the runs before it, finally included.',
    usual: 'queue',
  }),
  limit: at(['settings', 'concurrency', 'limit'], {
    title: 'Runs at once',
    description: 'How many runs of the key may be at work at the same time; 1 to 100.',
    placeholder: '1',
    control: { kind: 'number', isInteger: true, minimum: 1, maximum: 100, unit: '' },
  }),
  output: at(['output_mapping'], {
    title: 'Output mapping',
    description:
      'What the run gives, key by key; also when it failed. Without it: the output of the output stage, or of the last one.',
    control: { kind: 'table' },
    rule: { policy: 'lenient', secrets: 'refuse' },
  }),
  outputStage: at(['output_stage_id'], {
    title: 'Output stage',
    description: 'The stage whose output is the output of the run, where there is no mapping.',
    placeholder: 'the last one',
  }),
  outputSchema: at(['output_schema'], {
    title: 'Output schema',
    description: 'JSON Schema of the output, for whoever uses the pipeline.',
    control: { kind: 'schema' },
  }),
} as const;
