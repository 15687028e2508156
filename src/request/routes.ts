import { z } from 'zod'

/** What the routes of this room share. */

export const idField = z.coerce
  .number('编号应为数字。')
  .int('编号应为整数。')
  .positive('编号应为正数。')
  .max(2 ** 53 - 1, '没有这个编号。')
export const yearField = z.coerce
  .number('年份应为四位数字。')
  .int()
  .min(2008, '年份应在2008年以后。')
  .max(2199)

/** Views are typed where they are made; JSON as it is. */
export const view = z.any()
