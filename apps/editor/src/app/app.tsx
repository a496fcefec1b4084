import type { ReactNode } from 'react';
import { Providers } from './providers.tsx';
import { Routes } from './routes.tsx';
import { Shell } from './shell.tsx';

/** The whole editor. */
export function App(): ReactNode {
  return (
    <Providers>
      <Shell>
        <Routes />
      </Shell>
    </Providers>
  );
}
