/** One figure. `aim` is what the issue asks for, in words. */
export type Figure = { readonly name: string; readonly value: number; readonly unit: string; readonly aim?: string };
