import type { House } from '../../house.ts'
import { guessesThisHour } from '../store/forget.ts'

/** So many wrong queries in an hour are nobody's typing mistakes any more. */
export const manyGuesses = 100

/**
 * Tells the operator's log, once an hour, that queries are being guessed: how often, at how many numbers. Nobody's address and none of the
 * numbers is known or told; answers 0 where nothing was said.
 */
export function makeGuessWatch(house: Pick<House, 'db' | 'log'>): () => Promise<number> {
  let said = ''
  return async () => {
    const { hour, wrong, numbers } = await guessesThisHour(house.db)
    if (wrong < manyGuesses || hour === said) return 0
    said = hour
    house.log(
      `有人在猜申请的回执编号、查询码：这一小时已有${wrong}次查不到，涉及${numbers}个编号。同一地址一小时最多错15次，同一编号一小时最多错100次，超过的一律不打开；持续不断的，请在反向代理、防火墙上限制来源。`,
    )
    return wrong
  }
}
