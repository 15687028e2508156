import { z } from 'zod'

type Issue = z.core.$ZodRawIssue

const kinds: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: '是或者否',
  array: '列表',
  object: '一组内容',
  record: '一组内容',
  date: '日期',
}
const units: Readonly<Record<string, string>> = { string: '个字', array: '项', set: '项', file: '个字节' }
const mostNamed = 12

/** A fault in Chinese, naming the place, for forms that say nothing of their own; what the reader sent is not shown back. */
function say(issue: Issue): string {
  const place = (issue.path ?? []).join('.').slice(0, 80)
  const name = place === '' ? '提交的内容' : `“${place}”`
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null)
        return place === '' ? '没有收到内容，请填写后重试。' : `缺少${name}，请补上后重试。`
      if (Array.isArray(issue.input)) return `${name}应为${kinds[issue.expected] ?? '一项'}，只能写一次。`
      return `${name}应为${kinds[issue.expected] ?? '别的内容'}，请改正后重试。`
    case 'invalid_value':
      return issue.values.length <= mostNamed
        ? `${name}只能是${issue.values.map(String).join('、')}${issue.values.length > 1 ? '之一' : ''}，请改正后重试。`
        : `${name}不在可选的范围里，请核对后重试。`
    case 'too_big': {
      const unit = units[issue.origin] ?? ''
      return `${name}不能${unit === '' ? '大于' : '超过'}${issue.maximum}${unit}，请改正后重试。`
    }
    case 'too_small': {
      const unit = units[issue.origin] ?? ''
      if (unit !== '' && Number(issue.minimum) === 1) return `${name}不能为空，请填写后重试。`
      return unit === ''
        ? `${name}应${issue.inclusive ? '不小于' : '大于'}${issue.minimum}，请改正后重试。`
        : `${name}至少要有${issue.minimum}${unit}，请补足后重试。`
    }
    case 'invalid_format':
      return `${name}的写法不对，请核对后重试。`
    case 'unrecognized_keys':
      return `没有“${issue.keys.join('、').slice(0, 80)}”这样的项，请核对写法后重试。`
    default:
      return `${name}不符合要求，请核对后重试。`
  }
}

/** From now on every form of this process that has no words of its own says its faults in Chinese. May be called again. */
export function sayFaultsInChinese(): void {
  z.config({ customError: say })
}
