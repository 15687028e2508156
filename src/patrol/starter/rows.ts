import type { LexiconEntry, Tier, WordKind } from '../model.ts'

/**
 * Reads a list of entries, one a line: `wrong right`, then, where they are needed, `!` with longer words in which it is right (parted
 * by ，) and `#` with a note. `-` for right: there is nothing to put in its place.
 */
export function rows(kind: WordKind, tier: Tier, source: string, text: string): LexiconEntry[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => {
      const note = /#([^!#]*)/.exec(line)?.[1]?.trim() ?? ''
      const except = /!([^!#]*)/.exec(line)?.[1]?.trim() ?? ''
      const [wrong = '', right = '-'] = line
        .replace(/[#!].*$/, '')
        .trim()
        .split(/\s+/)
      return {
        wrong,
        right: right === '-' ? null : right,
        tier,
        kind,
        note,
        source,
        except: except === '' ? [] : except.split('，').map(s => s.trim()),
      }
    })
}
