import type { Day } from '#law/day.ts'
import { compose } from './compose.ts'
import { readDay } from './dates.ts'
import { findMark, metadataNumber, readHead, type Head } from './head.ts'
import { metadataAttribute, metadataDay, readMetadata, type Metadata } from './metadata.ts'
import { findNumber, type FoundNumber } from './number.ts'
import { readTail, type Tail } from './tail.ts'
import { compact, documentKinds, isClassificationMark } from './wording.ts'
import type { Block, DocumentNumber, Finding, Label, Recognised, RecognisedFields } from './types.ts'

export type Recognition =
  | { readonly mark: 'secret' | 'internal' }
  | {
      readonly mark: null
      readonly fields: RecognisedFields
      readonly bodyHtml: string
      readonly notes: Finding[]
    }

/**
 * Blocks → the parts of an official document (GB/T 9704—2012 第 7 章). Pure: the browser may call it with the paragraphs
 * of a paste. `aside` are lines of headers, footers and floating boxes; `today` is a day of Asia/Shanghai or null.
 * A 密级 or internal mark ends it at once and nothing of the text is returned (保密法第三十一条第三项).
 */
export function recognise(
  blocks: readonly Block[],
  aside: readonly string[],
  today: Day | null,
): Recognition {
  const metadata = readMetadata(blocks)
  const head = readHead(blocks, metadata.length)
  const mark =
    findMark(blocks, aside, metadata.length, head.bodyFrom) ??
    (metadata.fields.classification && isClassificationMark(`密级：${metadata.fields.classification}`, true)
      ? 'secret'
      : null)
  if (mark) return { mark }

  const tail = readTail(blocks, head.bodyFrom)
  const notes: Finding[] = [...tail.notes]
  const evidence = (key: keyof Metadata) => metadata.evidence[key] ?? ''
  if (head.copyNumber) {
    notes.push({
      code: 'copy-number',
      level: 'warn',
      message: '版头有份号。份号一般只编在涉密公文上，请确认这件公文不涉密；涉密的不得在本系统办理。',
    })
  }
  const title = readTitle(head, metadata.fields, evidence('title'), notes)
  const fields: RecognisedFields = {
    letterhead:
      head.letterhead === null
        ? null
        : { value: head.letterhead, confidence: 'likely', evidence: head.letterhead },
    urgency: known(head.urgency, 'sure', head.urgency ?? ''),
    signer: known(head.signer?.name ?? null, 'sure', head.signer?.line ?? ''),
    title,
    kind: readKind(title),
    documentNumber: readNumber(head, metadata.fields, evidence('documentNumber'), aside, notes),
    writtenOn: readWrittenOn(head, tail, metadata.fields, evidence('writtenOn'), notes),
    issuedOn: readIssuedOn(tail, metadata.fields, evidence('issuedOn'), notes),
    publishedOn: known(metadataDay(metadata.fields.publishedOn), 'sure', evidence('publishedOn')),
    addressee: head.addressee && {
      value: head.addressee.text,
      confidence: head.addressee.firm ? 'sure' : 'likely',
      evidence: head.addressee.evidence,
    },
    signatories: tail.signature && {
      value: tail.signature.names,
      confidence: tail.date?.firm ? 'sure' : 'likely',
      evidence: tail.signature.lines.join('\n'),
    },
    label: readLabelField(tail, metadata.fields, evidence('attribute'), notes),
    attachments: tail.attachments && {
      value: tail.attachments.names,
      confidence: 'sure',
      evidence: tail.attachments.lines.join('\n'),
    },
    indexNumber: known(metadata.fields.indexNumber ?? null, 'sure', evidence('indexNumber')),
    category: known(metadata.fields.category ?? null, 'sure', evidence('category')),
    copiedTo: tail.imprint.copiedTo && {
      value: tail.imprint.copiedTo.text,
      confidence: 'sure',
      evidence: tail.imprint.copiedTo.line,
    },
    issuedBy: tail.imprint.issuedBy && {
      value: tail.imprint.issuedBy.text,
      confidence: 'sure',
      evidence: tail.imprint.issuedBy.line,
    },
    copies: tail.imprint.copies && {
      value: tail.imprint.copies.count,
      confidence: 'sure',
      evidence: tail.imprint.copies.line,
    },
    annexedText: tail.annexedText && {
      value: { title: tail.annexedText.title },
      confidence: 'likely',
      evidence: tail.annexedText.lines.join('\n'),
    },
  }
  checkDays(fields, today, notes)
  if (fields.signatories === null) {
    notes.push({ code: 'signatory-missing', level: 'info', message: '没有认出署名，请填写发文机关署名。' })
  }
  return { mark: null, fields, bodyHtml: compose(blocks, metadata.length, head, tail), notes }
}

function known<T>(value: T | null, confidence: 'sure' | 'likely', evidence: string): Recognised<T> | null {
  return value === null || value === '' ? null : { value, confidence, evidence }
}

function readTitle(
  head: Head,
  metadata: Metadata,
  evidence: string,
  notes: Finding[],
): Recognised<string> | null {
  const stated = metadata.title?.replace(/\s+/g, ' ') ?? null
  if (head.title === null) {
    if (stated !== null) return { value: stated, confidence: 'sure', evidence }
    notes.push({ code: 'title-missing', level: 'warn', message: '没有认出标题，请填写标题。' })
    return null
  }
  const agrees = stated !== null && compact(stated) === compact(head.title.text)
  if (stated !== null && !agrees) {
    notes.push({
      code: 'title-differs',
      level: 'warn',
      message: '信息表中的标题与正文上方的标题不一致，已取正文上方的标题，请核对。',
      excerpt: stated.slice(0, 80),
    })
  }
  return {
    value: head.title.text,
    confidence: agrees || head.title.firm ? 'sure' : 'likely',
    evidence: head.title.lines.join('\n'),
  }
}

function readKind(title: Recognised<string> | null): Recognised<string> | null {
  const match =
    title && new RegExp(`(${documentKinds})(?:[（(〔][^（）()]{1,24}[）)〕])?$`, 'u').exec(title.value)
  if (!title || !match?.[1]) return null
  return {
    value: match[1],
    confidence: /的(?:\S{1,2})/.test(title.value) ? 'sure' : 'likely',
    evidence: match[0],
  }
}

type Sighting = { number: FoundNumber; line: string; sure: boolean }

function readNumber(
  head: Head,
  metadata: Metadata,
  evidence: string,
  aside: readonly string[],
  notes: Finding[],
): Recognised<DocumentNumber> | null {
  const stated = metadataNumber(metadata.documentNumber)
  const sightings: Sighting[] = head.numbers.map(n => ({ number: n, line: n.line, sure: true }))
  if (stated) sightings.push({ number: stated, line: evidence, sure: true })
  const inBody = sightings.length > 0
  for (const line of aside) {
    const number = findNumber(line)
    if (number) sightings.push({ number, line, sure: false })
  }
  const first = sightings[0]
  if (!first) {
    notes.push({
      code: 'number-missing',
      level: 'info',
      message: '没有认出发文字号；未编号的文稿可以在编号时取得。',
    })
    return null
  }
  const normalised = [...new Set(sightings.flatMap(s => s.number.normalised))]
  if (normalised.length > 1) {
    notes.push({
      code: 'several-numbers',
      level: 'warn',
      message: `认出的发文字号不止一个（${normalised.join('、')}），已取第一个，请核对。`,
    })
  }
  if (!inBody) {
    notes.push({
      code: 'number-elsewhere',
      level: 'info',
      message: '发文字号取自页眉、页脚或文本框，请核对。',
      excerpt: first.line,
    })
  }
  if (first.number.warnings.length > 0) {
    notes.push({
      code: 'number-shape',
      level: 'warn',
      message: `发文字号写作“${first.number.asWritten}”，规范写法是“${first.number.normalised[0] ?? ''}”：${first.number.warnings.join('')}`,
      excerpt: first.number.asWritten,
    })
  }
  return {
    value: { asWritten: first.number.asWritten, normalised },
    confidence: first.sure && normalised.length === 1 ? 'sure' : 'likely',
    evidence: first.line,
  }
}

function readWrittenOn(
  head: Head,
  tail: Tail,
  metadata: Metadata,
  evidence: string,
  notes: Finding[],
): Recognised<Day> | null {
  const stated = metadataDay(metadata.writtenOn)
  const own = tail.date
  if (own) {
    if (stated && stated !== own.day) {
      notes.push({
        code: 'date-differs',
        level: 'warn',
        message: `落款日期是${own.written}，信息表中的成文日期是${metadata.writtenOn}，两者不一致；已取落款日期，请核对。`,
      })
    }
    return {
      value: own.day,
      confidence: own.firm || stated === own.day ? 'sure' : 'likely',
      evidence: own.written,
    }
  }
  if (stated) return { value: stated, confidence: 'sure', evidence }
  if (head.noteDate) return { value: head.noteDate.day, confidence: 'likely', evidence: head.noteDate.line }
  notes.push({
    code: 'date-unknown',
    level: 'warn',
    message: '没有认出成文日期。请按原件填写；原件没有日期的，保持空白，不要推测。',
  })
  return null
}

function readIssuedOn(
  tail: Tail,
  metadata: Metadata,
  evidence: string,
  notes: Finding[],
): Recognised<Day> | null {
  const imprint = tail.imprint.issuedOn
  if (imprint) {
    const day = readDay(imprint.written)
    if (day) return { value: day, confidence: 'sure', evidence: imprint.line }
    notes.push({
      code: 'date-invalid',
      level: 'warn',
      message: `版记中的印发日期“${imprint.written}”不是一个存在的日期，请核对原文。`,
      excerpt: imprint.written,
    })
  }
  return known(metadataDay(metadata.issuedOn), 'sure', evidence)
}

function readLabelField(
  tail: Tail,
  metadata: Metadata,
  evidence: string,
  notes: Finding[],
): Recognised<Label> | null {
  const first = tail.labels[0]
  const stated = metadataAttribute(metadata.attribute)
  const attributes = new Set([...tail.labels.map(l => l.attribute), ...(stated ? [stated] : [])])
  if (attributes.size > 1) {
    notes.push({
      code: 'label-differs',
      level: 'warn',
      message: '文中的公开标注前后不一致，请核对后选择公开属性。',
    })
  }
  const confidence = attributes.size === 1 ? 'sure' : 'likely'
  if (first)
    return { value: { text: first.text, attribute: first.attribute }, confidence, evidence: first.text }
  if (stated) return { value: { text: metadata.attribute ?? '', attribute: stated }, confidence, evidence }
  return null
}

function checkDays(fields: RecognisedFields, today: Day | null, notes: Finding[]): void {
  const named = [
    ['成文日期', fields.writtenOn],
    ['印发日期', fields.issuedOn],
    ['发布日期', fields.publishedOn],
  ] as const
  for (const [name, field] of named) {
    if (field && today !== null && field.value > today) {
      notes.push({
        code: 'date-future',
        level: 'warn',
        message: `${name}${field.value}晚于今天（${today}），请核对。`,
        excerpt: field.evidence.slice(0, 80),
      })
    }
  }
  if (fields.writtenOn && fields.issuedOn && fields.issuedOn.value < fields.writtenOn.value) {
    notes.push({
      code: 'date-differs',
      level: 'warn',
      message: `印发日期${fields.issuedOn.value}早于成文日期${fields.writtenOn.value}，请核对。`,
    })
  }
}
