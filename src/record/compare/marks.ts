import { diffArrays } from 'diff'

/** A run of characters: the same on both sides, only in the old, or only in the new. */
export type Run = { readonly kind: 'same' | 'deleted' | 'added'; readonly text: string }

/** Beyond so many changed characters the two are shown as one replaced by the other. */
const mostEdits = 1500

/** Characters; a number is one, or 100 turned 150 would read as a changed figure in the middle. */
const piecesOf = (text: string) => text.match(/\d+(?:\.\d+)?|./gsu) ?? []

/**
 * What changed between two texts, character by character. The old text is what is not added, the new what is not deleted.
 * Single characters that stayed by chance between two changes are told as changed, so that words are not torn.
 */
export function marksOf(old: string, now: string): Run[] {
  if (old === now) return old === '' ? [] : [{ kind: 'same', text: old }]
  const changes = diffArrays(piecesOf(old), piecesOf(now), { maxEditLength: mostEdits })
  const runs: Run[] = changes
    ? changes.map(c => ({ kind: c.added ? 'added' : c.removed ? 'deleted' : 'same', text: c.value.join('') }))
    : [
        { kind: 'deleted', text: old },
        { kind: 'added', text: now },
      ]
  return gathered(runs)
}

/** Short islands between changes go into them; each change becomes one deletion and one addition. */
function gathered(runs: readonly Run[]): Run[] {
  const result: Run[] = []
  let deleted = ''
  let added = ''
  const flush = () => {
    if (deleted !== '') result.push({ kind: 'deleted', text: deleted })
    if (added !== '') result.push({ kind: 'added', text: added })
    deleted = ''
    added = ''
  }
  runs.forEach((run, i) => {
    if (run.kind === 'deleted') deleted += run.text
    else if (run.kind === 'added') added += run.text
    else {
      const isIsland = (deleted !== '' || added !== '') && i + 1 < runs.length && [...run.text].length < 2
      if (isIsland && run.text !== '\n') {
        deleted += run.text
        added += run.text
      } else {
        flush()
        result.push(run)
      }
    }
  })
  flush()
  return result
}
