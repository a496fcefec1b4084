/** `text` as Markdown that shows it as it is: what stands in a document is no formatting, no link and no picture. */
export function plainMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~]/g, '\\$&');
}
