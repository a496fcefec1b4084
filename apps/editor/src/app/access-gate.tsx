import { useQuery } from '@tanstack/react-query';
import { type ReactNode, Suspense } from 'react';
import { lazyPart } from '../api/lazy-part.ts';
import { sessionQuery } from '../api/session.ts';

const SignIn = lazyPart(async () => (await import('../features/sign-in/sign-in.tsx')).SignIn);
const AccountMenu = lazyPart(async () => (await import('../features/sign-in/account-menu.tsx')).AccountMenu);

/** Asks who the person is where the server wants to know. The page below stays as it is, with everything that was not saved. */
export function AccessGate(): ReactNode {
  const { data } = useQuery(sessionQuery);
  if (!data?.required || data.role) return null;
  return (
    <Suspense>
      <SignIn />
    </Suspense>
  );
}

/** Who is signed in, where somebody is. */
export function AccountMark(): ReactNode {
  const { data } = useQuery(sessionQuery);
  if (!data?.required || !data.role || !data.name) return null;
  return (
    <Suspense>
      <AccountMenu name={data.name} role={data.role} />
    </Suspense>
  );
}
