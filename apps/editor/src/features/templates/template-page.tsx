import { useQuery } from '@tanstack/react-query';
import { FileQuestion } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type OpenedTemplate, templateQuery } from '../../api/template-queries.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ComponentTable } from './component-list.tsx';
import { CopyJson } from './copy-json.tsx';
import { ScenarioList } from './scenario-list.tsx';
import { TemplateDesign } from './template-design.tsx';
import { TemplateHeader } from './template-header.tsx';
import { TemplateTimeline } from './template-timeline.tsx';

/** One template: the problem that it solves, its design, what goes in, what comes out, and how a run of it goes. */
export function TemplatePage({ id }: { readonly id: string }): ReactNode {
  const opened = useQuery(templateQuery(id));
  if (opened.error) throw opened.error;
  return (
    <div className="h-full overflow-y-auto bg-canvas">
      <div className="mx-auto max-w-300 px-6 pt-8 pb-16 max-sm:px-4 max-sm:pt-5">
        {opened.data && <OpenedPage opened={opened.data} />}
        {opened.data === null && <UnknownTemplate id={id} />}
        {opened.isPending && <Loading />}
      </div>
    </div>
  );
}

function OpenedPage({ opened }: { readonly opened: OpenedTemplate }): ReactNode {
  const { template, document } = opened;
  const { pipeline } = document.reading;
  return (
    <>
      <title>{`${template.title} · Gallery · FlowMason`}</title>
      <TemplateHeader template={template} />
      <div className="mt-8 grid grid-cols-[minmax(0,1fr)_176px] gap-12 max-lg:grid-cols-1">
        <article className="flex min-w-0 flex-col gap-12">
          <Section id="problem" title="The problem">
            {template.problem.map((paragraph) => (
              <p key={paragraph} className="max-w-170 text-base leading-6">
                {paragraph}
              </p>
            ))}
            <dl className="grid grid-cols-3 gap-4 pt-1 max-md:grid-cols-1">
              {template.pains.map(({ title, text }) => (
                <div key={title} className="rounded-lg border border-line bg-surface px-4 py-3">
                  <dt className="font-medium">{title}</dt>
                  <dd className="mt-0.5 text-muted text-xs first-letter:uppercase">{text}</dd>
                </div>
              ))}
            </dl>
          </Section>
          <Section id="design" title="Design">
            <ul className="list-disc space-y-1 pl-5">
              {template.shows.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            <TemplateDesign opened={opened} />
          </Section>
          <Section id="components" title="Components used">
            <ComponentTable components={countComponents(template.components, pipeline?.stages ?? [])} />
          </Section>
          <div className="grid grid-cols-2 gap-x-6 gap-y-12 max-md:grid-cols-1">
            <Section
              id="sample-input"
              title="Sample input"
              action={<CopyJson what="Sample input" value={pipeline?.sample_input} />}
            >
              <Box label="Sample input as JSON">
                <JsonView value={pipeline?.sample_input} />
              </Box>
            </Section>
            <Section
              id="expected-output"
              title="Expected output"
              action={<CopyJson what="Expected output" value={template.expectedOutput} />}
            >
              <Box label="Expected output as JSON">
                <JsonView value={template.expectedOutput} />
              </Box>
            </Section>
          </div>
          <Section id="timeline" title="Timeline">
            <TemplateTimeline opened={opened} />
          </Section>
          <Section id="scenarios" title="Ways it can go">
            <ScenarioList template={template} />
          </Section>
        </article>
        <OnThisPage />
      </div>
    </>
  );
}

const SECTIONS = [
  ['problem', 'The problem'],
  ['design', 'Design'],
  ['components', 'Components used'],
  ['sample-input', 'Sample input'],
  ['expected-output', 'Expected output'],
  ['timeline', 'Timeline'],
  ['scenarios', 'Ways it can go'],
] as const;

function OnThisPage(): ReactNode {
  return (
    <nav aria-label="On this page" className="sticky top-8 self-start max-lg:hidden">
      <p className="mb-2 font-medium text-faint text-xs">On this page</p>
      <ul className="space-y-1.5 border-line border-l">
        {SECTIONS.map(([id, title]) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className="-ml-px block border-transparent border-l pl-3 text-muted transition-colors hover:border-accent hover:text-ink"
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Section(props: {
  readonly id: string;
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section aria-labelledby={props.id} className="flex min-w-0 flex-col gap-3">
      <div className="flex items-center justify-between gap-2">
        <h2 id={props.id} className="scroll-mt-8 font-semibold text-lg tracking-tight">
          {props.title}
        </h2>
        {props.action}
      </div>
      {props.children}
    </section>
  );
}

function Box({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than the box is scrolled by keyboard too
      tabIndex={0}
      className="max-h-100 overflow-auto rounded-lg border border-line bg-surface px-4 py-3 outline-offset-[-2px]"
    >
      {children}
    </section>
  );
}

function UnknownTemplate({ id }: { readonly id: string }): ReactNode {
  return (
    <div role="alert" className="py-20">
      <title>Gallery · FlowMason</title>
      <h1 className="sr-only">Template</h1>
      <EmptyState
        icon={<FileQuestion size={24} />}
        title={`There is no template “${id}”`}
        action={
          <Link href="/gallery" className="font-medium text-accent hover:underline">
            Show all templates
          </Link>
        }
      >
        It may have been renamed. The gallery lists all that there are.
      </EmptyState>
    </div>
  );
}

function Loading(): ReactNode {
  return (
    <div role="status" aria-label="Loading the template" className="space-y-4">
      <Skeleton className="h-7 w-72" />
      <Skeleton className="h-4 w-full max-w-140" />
      <Skeleton className="h-80 w-full" />
    </div>
  );
}

function countComponents(names: readonly string[], stages: readonly { readonly component: string }[]) {
  return names.map((name) => ({ name, count: stages.filter(({ component }) => component === name).length }));
}
