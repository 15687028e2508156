import { folderError } from '../dataFolder.ts'
import { OperatorError } from '../errors.ts'
import type { Place } from './place.ts'

/** Somebody else still holds the data folder or its memory: worth another try in a moment. */
export function isTransient(output: string): boolean {
  return /another (postmaster|server)|lock file ".*" already exists|pre-existing shared memory block|Address already in use/i.test(
    output,
  )
}

/** Turns what PostgreSQL printed into one sentence for the operator. */
export function complaint(place: Place, output: string, what: '未能启动' | '未能建立'): OperatorError {
  if (/No space left on device|Disk quota exceeded/i.test(output))
    return folderError(place.folder, { code: 'ENOSPC' })
  if (/Read-only file system/i.test(output)) return folderError(place.folder, { code: 'EROFS' })
  if (/error while loading shared libraries|GLIBC_|cannot execute|not found \(required by/i.test(output))
    return new OperatorError(
      `内置数据库${what}：本机缺少它需要的系统库（${lastComplaint(output)}）。请安装 PostgreSQL 15 或更新版本，并用环境变量 DATABASE_URL 指定。`,
    )
  if (/Cannot allocate memory|could not create (any )?shared memory|out of memory/i.test(output))
    return new OperatorError(`内置数据库${what}：内存不足。请释放内存后再启动。`)
  if (/Permission denied|has wrong ownership|has invalid permissions/i.test(output))
    return new OperatorError(
      `内置数据库${what}：${place.folder} 下有文件不属于当前用户（${lastComplaint(output)}）。请用建立该目录的用户启动，或改正文件的属主。`,
    )
  return new OperatorError(
    `内置数据库${what}：${lastComplaint(output)}。详细记录见 ${place.log}/postgres.log`,
  )
}

function lastComplaint(output: string): string {
  const lines = output.split('\n').filter(line => line.trim() !== '')
  const loud = lines.filter(line => /(FATAL|PANIC|ERROR|error):/.test(line))
  const line = loud.at(-1) ?? lines.at(-1) ?? '没有任何输出'
  return line.replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, '').trim()
}
