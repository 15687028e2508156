import { compact } from '#kit/segment.ts'
import type { Asked as AskedPage, PortalContext, Raw } from '#portal/page.ts'
import { foldSound } from '../sound.ts'
import { byBeginning } from '../store/vocabulary.ts'

const most = 8

/** Words that begin as what is typed, as written or in pinyin: for the list below the field. Never fails on what is typed. */
export async function suggestions(context: PortalContext, asked: AskedPage): Promise<Raw> {
  const typed = compact((asked.query.get('q') ?? '').slice(0, 200))
  const short = [...typed].slice(0, 20).join('')
  const letters = /^[a-z]{2,20}$/.test(short) ? foldSound(short) : null
  const words = short === '' ? [] : await byBeginning(context.db, short, letters, most)
  return {
    kind: 'raw',
    status: 200,
    type: 'application/json; charset=utf-8',
    body: JSON.stringify({ words: words.filter(w => w !== short) }),
    headers: { 'X-Robots-Tag': 'noindex' },
  }
}
