import { builtinComponents } from '@flowmason/engine';
import type { Pipeline, Stage } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { JsonView } from '../../ui/json-view.tsx';

/** A stage as it is defined, to be read where there is no room for the form. */
export function ReadOnlyStage({ stage }: { readonly stage: Stage }): ReactNode {
  const component = builtinComponents.get(stage.component);
  return (
    <ReadOnly>
      <Fact term="Component">
        <span className="flex items-center gap-2">
          <Icon name={component?.icon ?? 'box'} size={14} />
          {component?.title ?? 'Unknown component'}
          <span className="font-mono text-2xs text-faint">{stage.component}</span>
        </span>
      </Fact>
      <TextFact term="Name" text={stage.name} />
      <TextFact term="Description" text={stage.description} />
      <TextFact term={`Waits for (${stage.join})`} text={stage.depends_on.join(', ')} />
      <JsonFact term="Settings" value={stage.config} />
      <JsonFact term="Retry" value={stage.retry} />
      <TextFact term="Timeout" text={stage.timeout_ms === undefined ? undefined : `${stage.timeout_ms} ms`} />
      <TextFact term="When it fails" text={stage.on_error === 'continue' ? 'The run goes on.' : 'The run fails.'} />
    </ReadOnly>
  );
}

/** The pipeline itself, likewise. */
export function ReadOnlyPipeline({ pipeline }: { readonly pipeline: Pipeline }): ReactNode {
  return (
    <ReadOnly>
      <TextFact term="Name" text={pipeline.name} />
      <TextFact term="Version" text={pipeline.version} />
      <TextFact term="Description" text={pipeline.description} />
      <JsonFact term="Run settings" value={pipeline.settings} />
      <JsonFact term="Input" value={pipeline.input_schema} />
      <JsonFact term="Output" value={pipeline.output_mapping} />
    </ReadOnly>
  );
}

function ReadOnly({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <section
      aria-label="Definition"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than the panel is scrolled by keyboard too
      tabIndex={0}
      className="h-full overflow-y-auto px-4 py-3 outline-offset-[-2px]"
    >
      <p className="mb-3 text-faint text-xs">Read-only on a narrow screen.</p>
      <dl className="flex flex-col gap-3">{children}</dl>
    </section>
  );
}

function TextFact({ term, text }: { readonly term: string; readonly text: string | undefined }): ReactNode {
  return text !== undefined && text !== '' && <Fact term={term}>{text}</Fact>;
}

function JsonFact({ term, value }: { readonly term: string; readonly value: unknown }): ReactNode {
  const isEmpty =
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return (
    !isEmpty && (
      <Fact term={term}>
        <JsonView value={value} />
      </Fact>
    )
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt className="mb-0.5 font-medium text-muted text-xs">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
