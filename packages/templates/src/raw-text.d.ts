/** The text of a file as it is on disk; the bundler puts it into a part of its own. */
declare module '*.json?raw' {
  const text: string;
  export default text;
}
