import type { Role } from '@flowmason/pipeline-schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleUserRound, LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { signOut } from '../../api/sign-in.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';

/** Who is signed in and what that person may do, with the way out. Changes that were not saved stay in this browser. */
export function AccountMenu({ name, role }: { readonly name: string; readonly role: Role }): ReactNode {
  const queryClient = useQueryClient();
  const leave = useMutation({
    mutationFn: () => signOut(queryClient),
    onError: ({ message }) => toast.error('You are still signed in', { description: message }),
  });
  return (
    <Menu
      align="start"
      trigger={
        <IconButton label={`Signed in as ${name}, ${MAY[role]}`} side="right" className="size-8">
          <CircleUserRound size={18} />
        </IconButton>
      }
      groups={[
        [
          {
            label: `Sign out ${name}`,
            detail: role,
            icon: <LogOut size={14} />,
            onSelect: () => leave.mutate(),
          },
        ],
      ]}
    />
  );
}

const MAY: Readonly<Record<Role, string>> = {
  viewer: 'who may look',
  operator: 'who may edit and run',
  admin: 'who may do everything',
};
