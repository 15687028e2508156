import { useGet } from '#console/query.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import type { Guideline, GuidelineName } from '../model.ts'

/** The national catalog that holds: the official attachment where it was confirmed; until that is read, the draft that came along. */
export function useGuideline(field: GuidelineName): Guideline {
  return useGet<Guideline>(`/api/catalogs/guidelines/${field}`, { fresh: 300_000 }).data ?? guidelineOf(field)
}
