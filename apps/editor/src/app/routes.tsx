import { type ReactNode, Suspense } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { Route, Switch, useLocation } from 'wouter';
import { forgetFailedParts, lazyPart } from '../api/lazy-part.ts';
import { useConnection } from '../api/use-connection.ts';
import { Waiting } from '../ui/waiting.tsx';
import { CrashPage } from './crash-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { loadPipelinePage, loadWorkspacePage } from './open-early.ts';
import { PipelineSkeleton } from './pipeline-skeleton.tsx';

const WorkspacePage = lazyPart(async () => (await loadWorkspacePage()).WorkspacePage);
const PipelinePage = lazyPart(async () => (await loadPipelinePage()).PipelinePage);
const RunsPage = lazyPart(async () => (await import('../features/runs/runs-page.tsx')).RunsPage);
const GalleryPage = lazyPart(async () => (await import('../features/templates/gallery-page.tsx')).GalleryPage);
const TemplatePage = lazyPart(async () => (await import('../features/templates/template-page.tsx')).TemplatePage);
const ImportPage = lazyPart(async () => (await import('./import-page.tsx')).ImportPage);
const SecretsPage = lazyPart(async () => (await import('../features/secrets/secrets-page.tsx')).SecretsPage);
const WizardPage = lazyPart(async () => (await import('../features/wizard/wizard-page.tsx')).WizardPage);

/** Which page shows for which address. Pipeline ids are paths, so they may hold slashes. */
export function Routes(): ReactNode {
  const [location] = useLocation();
  const server = useConnection();
  const waiting = <Waiting what="The page" server={server} />;
  const waitingForPipeline = (
    <Waiting what="The pipeline" server={server}>
      <PipelineSkeleton />
    </Waiting>
  );
  return (
    <ErrorBoundary FallbackComponent={CrashPage} resetKeys={[location]} onReset={forgetFailedParts}>
      <Switch>
        <Route path="/">
          <Suspense fallback={waiting}>
            <WorkspacePage />
          </Suspense>
        </Route>
        <Route path="/pipelines/*?">
          {(params) => (
            <Suspense fallback={waitingForPipeline}>
              <PipelinePage key={params['*']} id={params['*'] ?? ''} />
            </Suspense>
          )}
        </Route>
        <Route path="/runs">
          <Suspense fallback={waiting}>
            <RunsPage />
          </Suspense>
        </Route>
        <Route path="/import">
          <Suspense fallback={waiting}>
            <ImportPage />
          </Suspense>
        </Route>
        <Route path="/gallery">
          <Suspense fallback={waiting}>
            <GalleryPage />
          </Suspense>
        </Route>
        <Route path="/gallery/:template">
          {({ template }) => (
            <Suspense fallback={waiting}>
              <TemplatePage key={template} id={template} />
            </Suspense>
          )}
        </Route>
        <Route path="/wizard">
          <Suspense fallback={waiting}>
            <WizardPage />
          </Suspense>
        </Route>
        <Route path="/secrets">
          <Suspense fallback={waiting}>
            <SecretsPage />
          </Suspense>
        </Route>
        <Route component={NotFoundPage} />
      </Switch>
    </ErrorBoundary>
  );
}
