import type { Reason } from '#kit/errors.ts'
import { daysBetween } from '#law/day.ts'
import { weakRows, weakWords } from './weakWords.ts'

/** 等保三级 身份鉴别 a): complexity and regular change. The numbers of the house. */
export const passwordPolicy = {
  shortest: 10,
  longest: 64,
  classes: 3,
  /** How many earlier passwords, the present one among them, may not come back. */
  remembered: 5,
  /** Days after which a new one must be chosen. */
  days: 90,
} as const

/**
 * Every reason against a new password, all at once; empty when it is good. Full-width letters count as the plain ones
 * they look like. `reused`: it equals one of the last five (only the hashes know that).
 */
export function passwordReasons(
  password: string,
  person: { readonly account: string; readonly name: string },
  reused: boolean,
): Reason[] {
  const plain = password.normalize('NFKC')
  const letters = [...plain]
  const reasons: Reason[] = []
  const add = (text: string) => reasons.push({ field: 'next', text })
  if (letters.length < passwordPolicy.shortest)
    add(`口令至少 ${passwordPolicy.shortest} 位，现在是 ${letters.length} 位。`)
  if (letters.length > passwordPolicy.longest) add(`口令不能超过 ${passwordPolicy.longest} 位。`)
  if (/\p{Cc}/u.test(plain)) add('口令中有不可见的控制字符，请重新输入。')
  if (/^\s|\s$/u.test(plain)) add('口令的开头和结尾不能是空格。')
  const classes = classesOf(plain)
  if (classes < passwordPolicy.classes)
    add(`口令须含大写字母、小写字母、数字、符号中的至少三种，现在只有 ${classes} 种。`)
  if (holdsPerson(plain, person)) add('口令不能含有本人的账号或姓名。')
  if (isWeak(plain))
    add('口令主要由常见弱口令拼成（常用词、键盘顺序、日期、重复字符等），容易被猜中，请换一个。')
  if (reused) add(`口令不能与最近 ${passwordPolicy.remembered} 次用过的相同。`)
  return reasons
}

/** Whether a password set on `setOn` (civil day) has to be changed on `today`. */
export function passwordExpired(setOn: string, today: string): boolean {
  return daysBetween(setOn, today) >= passwordPolicy.days
}

function classesOf(plain: string): number {
  return [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}\s]/u].filter(c => c.test(plain)).length
}

function holdsPerson(plain: string, person: { account: string; name: string }): boolean {
  const lower = plain.toLowerCase()
  const account = person.account.toLowerCase()
  const name = person.name.normalize('NFKC').toLowerCase().replace(/\s/g, '')
  const backwards = [...account].reverse().join('')
  return (
    (account.length >= 3 && (lower.includes(account) || lower.includes(backwards))) ||
    (name.length >= 2 && lower.includes(name))
  )
}

const lookAlikes: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}
const longestFirst = [...new Set(weakWords)].sort((a, b) => b.length - a.length)
/** Fewer guessable characters than this beside the weak pieces, and the whole is weak. */
const enough = 4

/** True when almost nothing is left of it once everything a guesser tries first is taken out. */
export function isWeak(password: string): boolean {
  const lower = password.toLowerCase()
  const undone = [...lower].map(c => lookAlikes[c] ?? c).join('')
  // “Passw0rd2024!”: the word shows only with look-alikes undone, the year only without.
  const [asTyped, asMeant] = [marks(lower), marks(undone)]
  return new Set(lower.split('').filter((_, i) => !asTyped[i] && !asMeant[i])).size < enough
}

/** Marks every character that belongs to a weak piece. */
function marks(text: string): boolean[] {
  const weak = Array.from({ length: text.length }, () => false)
  const mark = (from: number, length: number) => weak.fill(true, from, from + length)
  for (const word of longestFirst)
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) mark(at, word.length)
  for (const found of text.matchAll(
    /(.)\1{2,}|(.{2,4})\2+|(?:19|20)\d{2}(?:[01]\d(?:[0-3]\d)?)?|1[3-9]\d{9}/gu,
  ))
    mark(found.index, found[0].length)
  for (const row of weakRows)
    for (const order of [row, [...row].reverse().join('')])
      for (let at = 0; at + 3 <= text.length; at++) {
        let length = 3
        while (at + length <= text.length && order.includes(text.slice(at, at + length))) length++
        if (length > 3) mark(at, length - 1)
      }
  return weak
}
