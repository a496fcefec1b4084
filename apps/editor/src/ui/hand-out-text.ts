/**
 * Puts `text` on the clipboard.
 * @throws {DOMException} when the browser refuses; say so to the person.
 */
export function copyText(text: string): Promise<void> {
  return navigator.clipboard.writeText(text);
}

/** Hands `text` to the browser as a file to save. */
export function downloadText(fileName: string, text: string, type = 'text/plain'): void {
  downloadBlob(fileName, new Blob([text], { type }));
}

/** Hands `content` to the browser as a file to save. */
export function downloadBlob(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
