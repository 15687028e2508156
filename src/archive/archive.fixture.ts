import { bufferSource, type ZipSource } from '#kit/zip.ts'
import { makePdf } from '#patrol/files.fixture.ts'
import { attach } from '../document/actions/draft.ts'
import type { DocumentBench } from '../document/journey.fixture.ts'

export async function bytesOfStream(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

export const sourceOf = (bytes: Uint8Array): ZipSource => bufferSource(bytes)

/** A document with an attachment, taken to a verb of its journey. */
export async function withAttachment(bench: DocumentBench, title: string): Promise<number> {
  const { subject } = await bench.drafted({ title })
  await attach(bench.t.house, bench.who.drafter, subject, {
    name: '附件 一.pdf',
    bytes: Buffer.from(makePdf({ pages: [[title]] })),
    role: 'attachment',
  })
  const { who, go } = bench
  await go(subject, 'submit', who.drafter)
  await go(subject, 'approve', who.departmentHead)
  await go(subject, 'agree', who.opennessOfficer)
  await go(subject, 'sign', who.leader)
  await go(subject, 'number', who.publisher, { form: { series: '测应急' } })
  await go(subject, 'issue', who.publisher)
  await go(subject, 'publish', who.publisher)
  return subject
}
