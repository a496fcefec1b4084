import { TEMPLATE_CATEGORIES, TEMPLATES, type TemplateCategory } from '@flowmason/templates';
import { Search, SearchX, WandSparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import { findTemplates } from '../../model/wizard/template-search.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TemplateCard } from './template-card.tsx';

/** Every template, to be searched and filtered; what is looked for stands in the address, so that back finds it again. */
export function GalleryPage(): ReactNode {
  const [params, setParams] = useSearchParams();
  const search = params.get('q') ?? '';
  const category = TEMPLATE_CATEGORIES.find((known) => known === params.get('category'));
  const found = findTemplates(TEMPLATES, { search, category });

  function show(next: { readonly search?: string; readonly category?: TemplateCategory | undefined }): void {
    setParams(toParams({ search, category, ...next }), { replace: true });
  }

  return (
    <div className="h-full overflow-y-auto bg-canvas">
      <title>Gallery · FlowMason</title>
      <div className="mx-auto max-w-300 px-6 pt-10 pb-16 max-sm:px-4 max-sm:pt-5">
        <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div>
            <h1 className="font-semibold text-xl tracking-tight">Gallery</h1>
            <p className="text-muted">
              {TEMPLATES.length} pipelines to start from, each complete and simulated from end to end
            </p>
          </div>
          <div className="flex items-center gap-2 max-sm:w-full max-sm:flex-wrap">
            <SearchField value={search} onChange={(text) => show({ search: text })} />
            <Link
              href="/wizard"
              className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-md border border-line bg-surface px-2.5 font-medium transition-colors hover:border-line-strong hover:bg-hover"
            >
              <WandSparkles size={14} aria-hidden />
              Wizard
            </Link>
          </div>
        </header>
        <CategoryFilter chosen={category} onChoose={(next) => show({ category: next })} />
        <p role="status" className="sr-only">
          {found.length === 1 ? '1 template' : `${found.length} templates`}
        </p>
        {found.length === 0 ? (
          <div className="min-h-70 rounded-lg border border-line border-dashed bg-surface py-10">
            <EmptyState
              icon={<SearchX size={24} />}
              title="No template matches"
              action={<Button onClick={() => show({ search: '', category: undefined })}>Show all templates</Button>}
            >
              Titles, summaries, categories and components are searched.
            </EmptyState>
          </div>
        ) : (
          <ul
            aria-label="Templates"
            className="grid grid-cols-[repeat(auto-fill,minmax(320px,1fr))] gap-4 max-sm:grid-cols-1"
          >
            {found.map((template) => (
              <TemplateCard key={template.id} template={template} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function CategoryFilter(props: {
  readonly chosen: TemplateCategory | undefined;
  readonly onChoose: (category: TemplateCategory | undefined) => void;
}): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own
    <div role="group" aria-label="Category" className="mb-5 flex flex-wrap gap-1.5">
      {[undefined, ...TEMPLATE_CATEGORIES].map((category) => (
        <button
          key={category ?? 'all'}
          type="button"
          aria-pressed={category === props.chosen}
          onClick={() => props.onChoose(category)}
          className={classNames(
            'h-7 rounded-full border px-3 font-medium text-xs transition-colors',
            category === props.chosen
              ? 'border-accent bg-accent-soft text-accent-strong'
              : 'border-line bg-surface text-muted hover:border-line-strong hover:text-ink',
          )}
        >
          {category ?? 'All'}
        </button>
      ))}
    </div>
  );
}

function SearchField(props: { readonly value: string; readonly onChange: (value: string) => void }): ReactNode {
  return (
    <label className="flex h-8 w-72 items-center gap-2 rounded-md border border-line bg-surface px-2.5 transition-colors focus-within:border-accent max-sm:w-full">
      <Search size={14} className="shrink-0 text-faint" aria-hidden />
      <span className="sr-only">Search templates</span>
      <input
        type="search"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        placeholder="Search templates"
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint"
      />
    </label>
  );
}

function toParams(filter: {
  readonly search: string;
  readonly category: TemplateCategory | undefined;
}): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.search !== '') params.set('q', filter.search);
  if (filter.category !== undefined) params.set('category', filter.category);
  return params;
}
