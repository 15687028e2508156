import disasterRelief from './disaster-relief.json'
import safetyProduction from './safety-production.json'
import { guideline, type Guideline, type GuidelineItem, type GuidelineName } from '../model.ts'

/** The two national catalogs, checked once when they are first needed: attachments of 应急厅函〔2019〕390号, reconstructed. */
const loaded = new Map<GuidelineName, Guideline>()
const sources: Record<GuidelineName, unknown> = {
  'safety-production': safetyProduction,
  'disaster-relief': disasterRelief,
}

export function guidelineOf(name: GuidelineName): Guideline {
  let found = loaded.get(name)
  if (!found) {
    found = guideline.parse(sources[name])
    loaded.set(name, found)
  }
  return found
}

/** Codes of rows that nobody has read in any copy: shown as 待核对, never as missing. */
export const isDrafted = (item: GuidelineItem): boolean => item.confidence === 'drafted'
