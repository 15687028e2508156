import { channelNames, type CatalogItem, type Channel } from '../model.ts'
import { readDeadline } from '../rules/deadline.ts'
import { fold, narrow } from '../rules/fold.ts'
import {
  audienceOf,
  levelsOf,
  modeOf,
  readAudience,
  readBasis,
  readContent,
  readFlag,
  readLevels,
  readLine,
  readMode,
  startsTicked,
} from './cells.ts'
import { readChannels, type Note } from './channels.ts'
import type { Role } from './header.ts'
import type { Places, Read } from './places.ts'

export const errorValue = /^#(?:REF!|VALUE!|N\/A|NAME\?|DIV\/0!|NUM!|NULL!)/

export const short = (text: string) => {
  const one = text.replace(/\s+/g, ' ').trim()
  return one.length > 40 ? `${one.slice(0, 40)}…` : one
}

export const clean = (text: string) => (errorValue.test(text) ? '' : text)

/** What stood in the places of one item: the words of each element, and of each column that is one box. */
export type Printed = { readonly read: Read; readonly boxes: readonly string[] }

export type Elements = Omit<CatalogItem, 'level1' | 'level2' | 'level3'>

/** The elements of an item beside its names. `note` is told what is to be looked at, with the column it stands in. */
export function elementsOf(
  { read, boxes }: Printed,
  at: Places,
  note: (column: number | null, notes: readonly Note[]) => void,
): Elements {
  const content = readContent(clean(read.content))
  note(at.of('content'), content.notes)
  const basis = readBasis(clean(read.basis))
  note(at.of('basis'), basis.notes)
  const deadline = readLine(clean(read.deadline), 'deadline')
  note(at.of('deadline'), deadline.notes)
  const rule = readDeadline(deadline.text)
  if (rule?.rule.kind === 'other')
    note(at.of('deadline'), [
      {
        kind: 'unknownDeadline',
        message: `时限“${short(deadline.text ?? '')}”读不成规则，保留原文，由人比对。`,
      },
    ])
  if (rule?.isAssumed)
    note(at.of('deadline'), [
      {
        kind: 'assumedStart',
        message: `时限“${deadline.text}”没有写从何时起算，按信息形成或变更之日读，请核对。`,
      },
    ])
  const subject = readLine(clean(read.subject), 'subject')
  note(at.of('subject'), subject.notes)
  const channels = channelsOf({ read, boxes }, at, note)
  const flag = (role: Role): boolean | null => {
    const column = at.of(role)
    if (column === null) return null
    const value = readFlag(clean(read[role]))
    if (value !== null) return value
    if (role === 'particular' || role === 'everyone') {
      note(column, [
        { kind: 'audienceDetail', message: `“${short(read[role])}”读作已勾选，是对公开对象的说明。` },
      ])
      return true
    }
    const said = tickSaid(read[role], role)
    if (said) {
      note(column, [{ kind: 'markDetail', message: `“${short(read[role])}”读作已勾选，请核对。` }])
      return true
    }
    note(column, [
      { kind: 'unknownMark', message: `“${short(read[role])}”不是勾选，也不是空白，没有读作勾选。` },
    ])
    return false
  }
  const [everyone, particular] = [flag('everyone'), flag('particular')]
  const audience =
    everyone !== null || particular !== null
      ? { audience: audienceOf(everyone ?? false, particular ?? false), notes: [] }
      : readAudience(clean(read.audience))
  note(at.of('audience'), audience.notes)
  const [proactive, onRequest] = [flag('proactive'), flag('onRequest')]
  const mode =
    proactive !== null || onRequest !== null
      ? proactive || onRequest
        ? modeOf(proactive ?? false, onRequest ?? false, '')
        : { mode: null, notes: [] }
      : readMode(clean(read.mode))
  note(at.of('mode') ?? at.of('proactive'), mode.notes)
  const [county, township] = [flag('county'), flag('township')]
  const levels =
    county !== null || township !== null
      ? { levels: levelsOf(county ?? false, township ?? false), notes: [] }
      : readLevels(clean(read.levels))
  note(at.of('levels'), levels.notes)
  return {
    content: content.text,
    basis: basis.basis,
    deadline: deadline.text,
    deadlineRule: rule?.rule ?? null,
    subject: subject.text,
    channels,
    audience: audience.audience,
    mode: mode.mode,
    levels: levels.levels,
  }
}

/** A bare citation where the limit should stand, or a limit where the channels should. */
export const isShifted = ({ deadline, channels }: Elements): boolean =>
  /^《[^》]+》(?:[(（][^()（）]*[)）])?$/u.test(deadline ?? '') ||
  (channels ?? []).some(
    ({ name }) => !isKnownChannel(name) && (readDeadline(name)?.rule.kind ?? 'other') !== 'other',
  )

const isKnownChannel = (name: string) => (channelNames as readonly string[]).includes(name)

const ownWords: Partial<Record<Role, RegExp>> = {
  proactive: /^主动(?:公开)?$/,
  onRequest: /^依?申请(?:公开)?$/,
  county: /^(?:县|市|区|旗|县市区|市县|区县)级?$/,
  township: /^(?:乡|镇|乡镇|街道|镇街|村|乡村|乡镇街道)级?$/,
}

/** A tick with words behind it (√（村级）), or the heading's own word written into its column. */
const tickSaid = (cell: string, role: Role): boolean =>
  startsTicked(narrow(cell)) || (ownWords[role]?.test(fold(cell)) ?? false)

function channelsOf(
  { read, boxes }: Printed,
  at: Places,
  note: (column: number | null, notes: readonly Note[]) => void,
): Channel[] | null {
  const found: Channel[] = []
  for (const [i, { column, name }] of at.boxes.entries()) {
    const text = boxes[i] ?? ''
    const value = readFlag(clean(text))
    if (value === null)
      note(column, [
        {
          kind: 'unknownMark',
          message: `“${short(text)}”不是勾选，也不是空白，“${name}”没有读作勾选。`,
        },
      ])
    found.push({ name, preselected: value })
  }
  const cell = clean(read.channels)
  if (narrow(cell) !== '' && !/^[-—–/]+$/.test(narrow(cell))) {
    const { channels, notes } = readChannels(cell)
    note(at.of('channels'), notes)
    for (const c of channels) if (!found.some(f => f.name === c.name)) found.push(c)
  }
  return found.length > 0 ? found : null
}
