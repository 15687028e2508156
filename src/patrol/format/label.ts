import type { Hit } from '../hit.ts'

const label =
  /^[\s\u3000]*[（(][\s\u3000]*(此件|本件)(主动公开|公开发布|依申请公开|不予公开|不公开|删减后公开)[\s\u3000]*[）)][\s\u3000]*$/u
const attributeOf: Record<string, string> = {
  主动公开: 'proactive',
  公开发布: 'proactive',
  依申请公开: 'on-request',
  不予公开: 'withheld',
  不公开: 'withheld',
}
const names: Record<string, string> = {
  proactive: '主动公开',
  'on-request': '依申请公开',
  withheld: '不予公开',
}

/** 公开标注 in a line of its own that says another thing than the attribute of the document. */
export function labelHits(text: string, attribute: string | null | undefined): Hit[] {
  const match = label.exec(text)
  if (!match || !attribute) return []
  const said = attributeOf[match[2]!]
  if (said === undefined || said === attribute) return []
  return [
    {
      start: 0,
      end: text.length,
      tier: 'B',
      kind: 'label',
      message: `正文里的标注“${match[0].trim()}”与公开属性“${names[attribute] ?? attribute}”不一致，请核对。`,
      basis: 'GB/T 9704/7.3.6',
    },
  ]
}

const level =
  /^[\s\u3000]*(绝[\s\u3000]?密|机[\s\u3000]?密|秘[\s\u3000]?密)[\s\u3000]*(?:[★☆▲*]?[\s\u3000]*(?:长期|[0-9一二三四五六七八九十]{1,3}[\s\u3000]?(?:年|个月|日|天))?)[\s\u3000]*$/u
const inner =
  /^[\s\u3000]*(?:内部(?:资料|文件|材料)?|工作秘密)[\s\u3000]*[，、·]?[\s\u3000]*(?:注意保(?:管|密|存)|不得外传|严禁外传|请勿外传|请勿公开)?[\s\u3000]*$/u

/** A mark of secrecy in a line of its own (保密法：非涉密系统不得存储、处理国家秘密). */
export function classificationHits(text: string): Hit[] {
  if (text.length > 40) return []
  if (level.test(text))
    return [
      {
        start: 0,
        end: text.length,
        tier: 'A',
        kind: 'classification',
        message:
          '有国家秘密标志。本系统是非涉密系统，不得存储、处理国家秘密：请立即停止办理，报保密工作机构处理。',
        basis: '保密法/31(3)',
      },
    ]
  if (text.trim().length >= 4 && inner.test(text))
    return [
      {
        start: 0,
        end: text.length,
        tier: 'A',
        kind: 'classification',
        message: '有内部资料或工作秘密标志。解除标志以前不得公开，请核对。',
        basis: '保密法/64',
      },
    ]
  return []
}
