import { toast } from 'sonner';

/** A deleted pipeline that can be put back; its offer is a toast. */
interface DeletionOffer {
  readonly toastId: string;
  putBack(): void;
}

/** What can be put back, the latest last. It outlives pages: a pipeline is also deleted on its own page, and then the start page shows. */
const offers: DeletionOffer[] = [];

let count = 0;

/** Offers to put a deleted pipeline back: by a button that stays, and by `putBackLatest`. */
export function offerToPutBack(title: string, putBack: () => void): void {
  count += 1;
  const offer = { toastId: `deleted-${count}`, putBack };
  offers.push(offer);
  toast(`Deleted ${title}.`, {
    id: offer.toastId,
    duration: Number.POSITIVE_INFINITY,
    action: { label: 'Undo', onClick: () => take(offer)?.putBack() },
    onDismiss: () => void take(offer),
  });
}

/** Puts back what was deleted last, if that is still offered; gives whether it was. */
export function putBackLatest(): boolean {
  const offer = offers.at(-1);
  if (!offer) return false;
  take(offer);
  toast.dismiss(offer.toastId);
  offer.putBack();
  return true;
}

/** Takes back every offer: whoever leaves the list of pipelines has seen what is gone. */
export function endOffers(): void {
  for (const { toastId } of offers.splice(0)) toast.dismiss(toastId);
}

/** Each is taken up once. */
function take(offer: DeletionOffer): DeletionOffer | undefined {
  const at = offers.indexOf(offer);
  return at < 0 ? undefined : offers.splice(at, 1)[0];
}
