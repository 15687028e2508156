import { pipeline } from 'node:stream/promises'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyReply } from 'fastify'
import { Refused } from './errors.ts'
import type { FileStore } from './files.ts'
import { attachmentName } from './http.ts'

/** What came with a request as one file. Throws Refused where nothing came. */
export async function oneFile(
  file: MultipartFile | undefined,
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  if (!file) throw new Refused('invalid', [{ field: 'file', text: '没有收到文件，请重新选择文件后上传。' }])
  return { name: file.filename, bytes: await file.toBuffer() }
}

/** A name as the clerk knows it, without folders and control characters, at most 150 characters. Throws Refused where none is left. */
export function fileNameOf(given: string): string {
  const name = [...given.replace(/^.*[/\\]/, '')]
    .filter(c => c.codePointAt(0)! >= 32 && !'<>:"|?*'.includes(c))
    .join('')
    .slice(0, 150)
    .trim()
  if (name === '' || name.startsWith('.'))
    throw new Refused('invalid', [{ field: 'file', text: '附件需要有文件名。' }])
  return name
}

/** Sends a file of the office: always a download of no type, for an upload must never run in the office's origin. */
export async function sendFile(
  reply: FastifyReply,
  files: FileStore,
  file: { readonly hash: string; readonly name: string; readonly size?: number },
): Promise<void> {
  reply.raw.writeHead(200, {
    'content-type': 'application/octet-stream',
    ...(file.size === undefined ? {} : { 'content-length': file.size }),
    'content-disposition': attachmentName(file.name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  })
  reply.hijack()
  await pipeline(files.read(file.hash), reply.raw)
}
