export type { ReceivedRequest, SandboxRequest, SandboxResponse } from './request.ts';
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export { SANDBOX_SPEED, type SandboxProfile, sandboxProfile } from './sandbox-profile.ts';
export { SITUATIONS, type Situation } from './situation.ts';
