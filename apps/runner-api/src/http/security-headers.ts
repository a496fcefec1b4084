import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Headers that keep pages and answers to themselves: no framing, no sniffing, scripts and connections of this server
 * only. Monaco starts its workers from blobs, and it, React Flow and Mermaid set styles on elements.
 */
export function securityHeaders(): RequestHandler {
  // They are the same for every answer, so they are made once.
  const headers = Object.entries(makeHeaders());
  return (_req, res, next) => {
    for (const [name, value = ''] of headers) res.setHeader(name, value);
    next();
  };
}

/** What helmet puts on an answer, and what it does not know of. */
function makeHeaders(): OutgoingHttpHeaders {
  const req = new IncomingMessage(new Socket());
  const res = new ServerResponse(req);
  const secure = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false, // plain http on loopback
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // Nothing of ours is a window or a part of another site's page.
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  secure(req, res, (error) => {
    if (error !== undefined) throw error;
  });
  return { ...res.getHeaders(), 'Permissions-Policy': PERMISSIONS };
}

/** Pages write to the clipboard and go full screen when they are asked to; they use nothing else of the machine. */
const PERMISSIONS = [
  ...['accelerometer', 'autoplay', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'hid', 'idle-detection'],
  ...[
    'magnetometer',
    'microphone',
    'midi',
    'payment',
    'publickey-credentials-get',
    'screen-wake-lock',
    'serial',
    'usb',
  ],
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');
