/** How a stage looks that did not run, or will not: its words lose their tone, but not their contrast. */
export const STOOD_BACK = 'text-faint! **:text-faint! [&_svg]:opacity-55';
