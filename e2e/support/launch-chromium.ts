import { type Browser, chromium } from '@playwright/test';
import { findChromium } from './chromium.ts';

/** Starts the Chromium of this machine as the journeys do; the caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env } as Record<string, string>, // undefined values are left out by the launcher
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  });
}
