import { useState } from 'react';

/** State that is about `subjects`: as soon as one of them is another, it is `initial` again. */
export function useStateFor<State>(
  subjects: readonly unknown[],
  initial: State,
): readonly [State, (next: State) => void] {
  const [held, setHeld] = useState({ subjects, state: initial });
  const isSame = subjects.every((subject, index) => subject === held.subjects[index]);
  return [isSame ? held.state : initial, (state) => setHeld({ subjects, state })];
}
