import type { TaskList } from 'graphile-worker'
import type { House } from '../house.ts'
import { readAttachments } from './actions/read.ts'
import { sealStale } from './actions/seal.ts'
import { learnTitles } from './actions/vocabulary.ts'

/** Work in the background. The search is right without it: of attachments alone it knows nothing until they are read. */
export function searchJobs(house: House): TaskList {
  return {
    /** After a publication: its attachments, and the words of its title for what is mistyped. */
    'search:read': async payload => {
      await readAttachments(house, (payload as { address: string }).address)
      await learnTitles(house.db)
    },
    /** Every night: postings of frequent words. */
    'search:seal': async () => {
      const chunks = await sealStale(house.db)
      if (chunks > 0) house.log(`检索：重建了 ${chunks} 段常用词位置。`)
    },
  }
}
