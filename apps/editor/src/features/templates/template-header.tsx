import type { Template } from '@flowmason/templates';
import { ChevronRight, PencilRuler, WandSparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { Link, useLocation } from 'wouter';
import { useRefusal } from '../../api/session.ts';
import { useAddToWorkspace } from '../../api/use-add-to-workspace.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ComponentIcons } from './component-list.tsx';

/** What the template is called and does, and the two ways to make it one's own. */
export function TemplateHeader({ template }: { readonly template: Template }): ReactNode {
  const { id, title, summary, category, difficulty, components, stageCount } = template;
  return (
    <header>
      <nav aria-label="Breadcrumb" className="mb-3 flex items-center gap-1 text-muted text-xs">
        <Link href="/gallery" className="hover:text-ink hover:underline">
          Gallery
        </Link>
        <ChevronRight size={12} aria-hidden />
        <span aria-current="page">{title}</span>
      </nav>
      <div className="flex items-start justify-between gap-8 max-md:flex-col max-md:gap-4">
        <div className="min-w-0">
          <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
          <p className="mt-1 max-w-150 text-base text-muted">{summary}</p>
        </div>
        <div className="flex shrink-0 items-center gap-2 pt-1">
          <OpenInEditor template={template} />
          <Link
            href={`/wizard?template=${encodeURIComponent(id)}`}
            className="inline-flex h-8 items-center gap-1.5 rounded-md bg-accent-solid px-3 font-medium text-white transition-colors hover:bg-accent-solid-hover"
          >
            <WandSparkles size={14} aria-hidden />
            Open in Wizard
          </Link>
        </div>
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 text-muted text-xs">
        <Badge>{category}</Badge>
        <span className="capitalize">{difficulty}</span>
        <span className="tabular">{stageCount} stages</span>
        <ComponentIcons names={components} />
      </div>
    </header>
  );
}

function OpenInEditor({ template }: { readonly template: Template }): ReactNode {
  const [, navigate] = useLocation();
  const add = useAddToWorkspace();
  const refusal = useRefusal();
  return (
    <Button
      className="h-8"
      icon={<PencilRuler size={14} aria-hidden />}
      disabled={add.isPending || refusal !== undefined}
      title={refusal}
      onClick={() =>
        add.mutate(
          { name: template.id, text: template.text },
          {
            onSuccess: (file) => {
              toast.success(`${file.path} is in the workspace now.`);
              navigate(`/pipelines/${file.id}`);
            },
            onError: (error) => toast.error(`The template could not be opened: ${error.message}`),
          },
        )
      }
    >
      {add.isPending ? 'Opening…' : 'Open in editor'}
    </Button>
  );
}
