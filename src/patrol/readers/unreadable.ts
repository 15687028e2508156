import { ContainerError, type ContainerLimits } from '#kit/ooxml/container.ts'
import { MarkupFault } from '#kit/ooxml/markup.ts'

export type UnreadableCode = 'empty' | 'too-large' | 'encrypted' | 'damaged' | 'dangerous' | 'old' | 'unknown'

/** Thrown where a file cannot be looked through; the message is a sentence with the remedy. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly code: UnreadableCode
  constructor(code: UnreadableCode, message: string) {
    super(message)
    this.code = code
  }
}

export type FileLimits = ContainerLimits & {
  readonly bytes: number
  /** Files within files. */
  readonly depth: number
  readonly pages: number
  /** Characters of text taken from one file. */
  readonly characters: number
  /** Cells of a workbook. */
  readonly cells: number
}

export const fileLimits: FileLimits = {
  bytes: 100 * 1024 * 1024,
  entries: 5000,
  inflated: 400 * 1024 * 1024,
  part: 96 * 1024 * 1024,
  depth: 3,
  pages: 3000,
  characters: 20_000_000,
  cells: 2_000_000,
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MB`

export const tooLarge = (bytes: number, limits: FileLimits) =>
  new Unreadable(
    'too-large',
    `文件有${megabytes(bytes)}，超过${megabytes(limits.bytes)}的上限，没有检查。请拆分或压缩图片后再试。`,
  )

/** The sentence for what went wrong while reading; what is no fault of the file is thrown on as it is. */
export function unreadable(error: unknown, limits: FileLimits): unknown {
  if (error instanceof ContainerError)
    switch (error.fault) {
      case 'encrypted':
        return new Unreadable(
          'encrypted',
          '文件设有密码，无法检查。请取消密码后再试；涉密文件不得在本系统处理。',
        )
      case 'bomb':
        return new Unreadable('dangerous', '文件解压后过大，不像正常的文件，已停止检查。请重新另存后再试。')
      case 'many':
        return new Unreadable(
          'dangerous',
          `文件里的部件有${error.count}个，超过${limits.entries}个的上限，已停止检查。请拆分后再试。`,
        )
      case 'duplicate':
        return new Unreadable('dangerous', '文件里有重名的部件，可能被改动过，已停止检查。请重新另存后再试。')
      case 'path':
        return new Unreadable('dangerous', '文件里有指向外部目录的文件名，可能是恶意文件，已停止检查。')
      case 'damaged':
        return new Unreadable('damaged', '文件已损坏或没有传完整，打不开。请重新另存或导出后再试。')
    }
  if (error instanceof MarkupFault)
    return error.reason === 'damaged'
      ? new Unreadable('damaged', '文件内部的数据已损坏，读不出来。请打开确认后重新另存再试。')
      : new Unreadable('dangerous', '文件内部的结构异常，可能是恶意文件，已停止检查。请重新另存后再试。')
  return error
}
