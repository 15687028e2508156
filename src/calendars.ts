import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OperatorError } from '#kit/errors.ts'
import { buildCalendar, nationalCalendar, type Calendar } from '#law/calendar.ts'
import { readOverrides } from '#law/overrides.ts'

export type Calendars = {
  readonly national: Calendar
  /** The calendar of a 6-digit region, national holidays included; the national one where the region has none of its own. */
  of(region?: string): Calendar
}

/**
 * The working-day calendars: the State Council's notices that come with the product and the files of DATA_DIR/calendar.
 * Throws OperatorError naming every fault of every file.
 */
export async function readCalendars(folder: string): Promise<Calendars> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const files = await Promise.all(
    names
      .filter(n => n.endsWith('.json'))
      .map(async name => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  )
  const { overrides, faults } = readOverrides(files)
  if (faults.length > 0)
    throw new OperatorError(`放假安排文件有误，请改正后重新启动：\n${faults.map(f => `  ${f}`).join('\n')}`)
  const national = overrides.length === 0 ? nationalCalendar() : buildCalendar({ overrides })
  const regional = new Map<string, Calendar>()
  const ownRegions = new Set(overrides.map(o => o.region?.slice(0, 2)).filter(r => r !== undefined))
  return {
    national,
    of(region) {
      if (!region || !ownRegions.has(region.slice(0, 2))) return national
      const known = regional.get(region) ?? buildCalendar({ overrides, region })
      regional.set(region, known)
      return known
    },
  }
}
