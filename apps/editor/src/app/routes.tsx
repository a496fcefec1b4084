import { lazy, type ReactNode, Suspense } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { Route, Switch, useLocation } from 'wouter';
import { CrashPage } from './crash-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { loadPipelinePage, loadWorkspacePage } from './open-early.ts';
import { PipelineSkeleton } from './pipeline-skeleton.tsx';

const WorkspacePage = lazy(async () => ({ default: (await loadWorkspacePage()).WorkspacePage }));

const PipelinePage = lazy(async () => ({ default: (await loadPipelinePage()).PipelinePage }));

const RunsPage = lazy(async () => ({ default: (await import('../features/runs/runs-page.tsx')).RunsPage }));

const GalleryPage = lazy(async () => ({
  default: (await import('../features/templates/gallery-page.tsx')).GalleryPage,
}));

const TemplatePage = lazy(async () => ({
  default: (await import('../features/templates/template-page.tsx')).TemplatePage,
}));

const ImportPage = lazy(async () => ({ default: (await import('./import-page.tsx')).ImportPage }));

const WizardPage = lazy(async () => ({ default: (await import('../features/wizard/wizard-page.tsx')).WizardPage }));

/** Which page shows for which address. Pipeline ids are paths, so they may hold slashes. */
export function Routes(): ReactNode {
  const [location] = useLocation();
  return (
    <ErrorBoundary FallbackComponent={CrashPage} resetKeys={[location]}>
      <Switch>
        <Route path="/">
          <Suspense fallback={null}>
            <WorkspacePage />
          </Suspense>
        </Route>
        <Route path="/pipelines/*?">
          {(params) => (
            <Suspense fallback={<PipelineSkeleton />}>
              <PipelinePage key={params['*']} id={params['*'] ?? ''} />
            </Suspense>
          )}
        </Route>
        <Route path="/runs">
          <Suspense fallback={null}>
            <RunsPage />
          </Suspense>
        </Route>
        <Route path="/import">
          <Suspense fallback={null}>
            <ImportPage />
          </Suspense>
        </Route>
        <Route path="/gallery">
          <Suspense fallback={null}>
            <GalleryPage />
          </Suspense>
        </Route>
        <Route path="/gallery/:template">
          {({ template }) => (
            <Suspense fallback={null}>
              <TemplatePage key={template} id={template} />
            </Suspense>
          )}
        </Route>
        <Route path="/wizard">
          <Suspense fallback={null}>
            <WizardPage />
          </Suspense>
        </Route>
        <Route component={NotFoundPage} />
      </Switch>
    </ErrorBoundary>
  );
}
