import type { TemplateCategory, TemplateInfo } from '@flowmason/templates';

/** What a person looks for in the gallery; an empty text and no category let everything through. */
export interface TemplateFilter {
  readonly search: string;
  readonly category: TemplateCategory | undefined;
}

/** The templates that have every word of the search in their title, summary, category or components, in their order. */
export function findTemplates(
  templates: readonly TemplateInfo[],
  { search, category }: TemplateFilter,
): readonly TemplateInfo[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return templates.filter((template) => {
    if (category !== undefined && template.category !== category) return false;
    const { id, title, summary, components } = template;
    const text = [id, title, summary, template.category, ...components].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
