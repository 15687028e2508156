import { Button, Checkbox, Input, Radio, Select } from 'antd'
import { useState, type FormEvent } from 'react'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Page } from '#console/parts/Page.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing, useRefresh } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { dayText, now } from '#console/time.ts'
import { useKept } from '#console/useKept.ts'
import {
  applicantKindLabels,
  applicantKinds,
  carrierLabels,
  carriers,
  channelLabels,
  channels,
  deliveries,
  deliveryLabels,
  identityProofLabels,
  identityProofs,
  type Channel,
} from '../model.ts'
import { contactWayLabels } from '../forms.ts'
import { receiptRules } from '../receipt.ts'
import { RegisteredPage, type Registered } from './RegisteredPage.tsx'

type Matter = {
  readonly informationName: string
  readonly documentNumber: string
  readonly description: string
}
type Letter = {
  readonly channel: Channel
  readonly submittedOn: string | null
  readonly arrivedOn: string | null
  readonly confirmedOn: string | null
  readonly confirmedBy: string
  readonly evidence: string
  readonly a: Readonly<Record<string, string>>
  readonly otherWayAccepted: boolean
  /** The letter lacks what it should say and is registered all the same. */
  readonly incomplete: boolean
  readonly matters: readonly Matter[]
}

const emptyMatter: Matter = { informationName: '', documentNumber: '', description: '' }
const options = <K extends string>(keys: readonly K[], labels: Readonly<Record<K, string>>) =>
  keys.map(value => ({ value: value as string, label: labels[value] }))

type DayWords = readonly [label: string, hint: string]
const posted: DayWords = ['寄出日期', '见邮戳；看不清的，填收到的日期。']
/** What the two days of an arrival are called. */
const dayWords: Readonly<Record<Channel, readonly [sent: DayWords, arrived: DayWords]>> = {
  counter: [
    ['提交日期', '当面收下的这一天就是收到申请之日。'],
    ['收件日期', ''],
  ],
  signedMail: [posted, ['签收日期', '本机关（含收发室）签收的日期，不是转到本处的日期。']],
  plainMail: [posted, ['收到日期', '本机关收到信的日期；当日就应与申请人确认。']],
  online: [
    ['提交日期', '申请人发出的日期。'],
    ['收到日期', '本机关看到的日期。'],
  ],
  fax: [
    ['发来日期', '传真件上的日期。'],
    ['收到日期', '本机关收到传真的日期。'],
  ],
  elsewhere: [
    ['提交日期', '申请人寄出、交给其他单位或者人员的日期。'],
    ['收到日期', '公开工作机构实际收到的日期。'],
  ],
  announced: [
    ['提交日期', '申请人提交的日期。'],
    ['收到日期', '本机关收到的日期。'],
  ],
}

/** What proves the day it came; at the counter that is the receipt itself. Scans go into 材料 after registering. */
const evidenceHints: Partial<Record<Channel, string>> = {
  signedMail: '挂号、快递的邮件号码，谁签收的。',
  plainMail: '邮戳日期、收信登记的号码；信封和信一并扫描加入“材料”。',
  fax: '传真机记录的时间、来电号码；传真件扫描加入“材料”。',
  elsewhere: '由哪个单位、哪个人在哪一天转来。',
  online: '如邮箱、系统记录的收到时间。',
  announced: '收件记录的号码或者时间。',
}

/** The server's path of a field as this form names it. */
const flat = (reason: Reason): Reason =>
  reason.field === undefined
    ? reason
    : {
        ...reason,
        field: reason.field.replace(/^application\./, '').replace(/^matters\.(\d+)\..*$/, 'matter-$1'),
      }

/** 登记: what came by hand, post, fax or otherwise; nothing is asked that 条例第二十九条 does not ask. */
export default function NewScreen() {
  const today = dayText(now())
  const kept = useKept<Letter>('request-new', {
    channel: 'counter',
    submittedOn: today,
    arrivedOn: today,
    confirmedOn: null,
    confirmedBy: '',
    evidence: '',
    a: { applicantKind: 'natural', identityProof: 'residentCard', carrier: 'paper', delivery: 'post' },
    otherWayAccepted: true,
    incomplete: false,
    matters: [],
  })
  const [made, setMade] = useState<readonly Registered[] | null>(null)
  const doing = useDoing()
  const refresh = useRefresh()
  const letter = kept.value
  const { a } = letter
  const rule = receiptRules[letter.channel]
  const natural = a.applicantKind === 'natural'
  const [sent, arrived] = dayWords[letter.channel]
  // 当面提交 is received in the moment it is handed in.
  const isAtOnce = letter.channel === 'counter'
  const reasons = (doing.error ? reasonsOf(doing.error) : []).map(flat)
  const known = [
    'submittedOn',
    'arrivedOn',
    'confirmedOn',
    'confirmedBy',
    'evidence',
    ...[
      'applicantKind',
      'name',
      'identityProof',
      'identityNumber',
      'creditCode',
      'representative',
      'contactName',
      'phone',
      'email',
      'address',
      'postcode',
      'informationName',
      'documentNumber',
      'description',
      'purpose',
      'carrier',
      'delivery',
      'agentName',
      'writtenDownBy',
    ],
    ...letter.matters.map((_, at) => `matter-${at}`),
  ]
  const sorted = byField(reasons, known)
  const set = (change: Partial<Letter>) => kept.set({ ...letter, ...change })
  const put = (name: string, value: string) => set({ a: { ...a, [name]: value } })
  const faultOf = (name: string) => sorted.fields.get(name)
  const line = (
    name: string,
    label: string,
    more: { hint?: string; required?: boolean; long?: boolean } = {},
  ) => (
    <Field
      key={name}
      name={name}
      label={label}
      hint={more.hint}
      required={more.required}
      reasons={faultOf(name)}
    >
      {({ status, ...control }) =>
        more.long ? (
          <Input.TextArea
            {...control}
            status={status}
            value={a[name] ?? ''}
            autoSize={{ minRows: 3, maxRows: 12 }}
            maxLength={4000}
            onChange={event => put(name, event.target.value)}
          />
        ) : (
          <Input
            {...control}
            status={status}
            value={a[name] ?? ''}
            maxLength={200}
            autoComplete="off"
            onChange={event => put(name, event.target.value)}
          />
        )
      }
    </Field>
  )
  const choice = (name: string, label: string, list: { value: string; label: string }[]) => (
    <Field name={name} label={label} required reasons={faultOf(name)}>
      {({ status, ...control }) => (
        <Select
          {...control}
          status={status}
          value={a[name]}
          options={list}
          onChange={value => put(name, value)}
        />
      )}
    </Field>
  )
  const day = (
    name: 'submittedOn' | 'arrivedOn' | 'confirmedOn',
    label: string,
    hint?: string,
    required = true,
  ) => (
    <Field name={name} label={label} hint={hint} required={required} reasons={faultOf(name)}>
      {control => (
        <DayInput control={control} value={letter[name]} onChange={value => set({ [name]: value })} />
      )}
    </Field>
  )
  async function submit(event: FormEvent) {
    event.preventDefault()
    const answer = await doing.run<Registered[]>('POST', '/api/requests', {
      channel: letter.channel,
      submittedOn: letter.submittedOn ?? '',
      arrivedOn: (isAtOnce ? letter.submittedOn : letter.arrivedOn) ?? '',
      confirmedOn: rule.confirmed ? letter.confirmedOn : null,
      confirmedBy: rule.confirmed && letter.confirmedBy ? letter.confirmedBy : null,
      evidence: letter.evidence ?? '',
      application: {
        ...a,
        identityProof: natural ? a.identityProof : null,
        otherWayAccepted: letter.otherWayAccepted,
      },
      matters: letter.matters,
      incomplete: letter.incomplete,
    })
    if (!answer) return
    kept.forget()
    setMade(answer)
    void refresh('/api/requests')
  }
  if (made) return <RegisteredPage made={made} onMore={() => setMade(null)} />
  return (
    <Page title="登记申请" lead="登记当面、邮寄、传真等收到的申请。填写的内容随写随存在本机，登记后即清除。">
      <form
        className="act request-new"
        noValidate
        onSubmit={event => void submit(event)}
        aria-label="登记申请"
      >
        <PutBack of={kept} />
        <Faults reasons={reasons} />
        <h2>怎样收到的</h2>
        <Field name="channel" label="渠道" group required>
          {() => (
            <Radio.Group
              className="checks"
              value={letter.channel}
              options={options(channels, channelLabels)}
              onChange={event => set({ channel: event.target.value as Channel })}
            />
          )}
        </Field>
        <p className="quiet">
          收到申请之日：{rule.day}。凭证：{rule.evidence}。{rule.advice}
        </p>
        {day('submittedOn', ...sent)}
        {isAtOnce ? null : day('arrivedOn', ...arrived)}
        {evidenceHints[letter.channel] ? (
          <Field
            name="evidence"
            label="收件凭证"
            hint={evidenceHints[letter.channel]}
            reasons={faultOf('evidence')}
          >
            {({ status, ...control }) => (
              <Input
                {...control}
                status={status}
                value={letter.evidence ?? ''}
                maxLength={200}
                autoComplete="off"
                onChange={event => set({ evidence: event.target.value })}
              />
            )}
          </Field>
        ) : null}
        {rule.confirmed ? day('confirmedOn', '确认日期', '还没有与申请人确认的，先不填。', false) : null}
        {rule.confirmed && letter.confirmedOn ? (
          <Field name="confirmedBy" label="怎样确认的" group required reasons={faultOf('confirmedBy')}>
            {() => (
              <Radio.Group
                className="checks"
                value={letter.confirmedBy}
                options={Object.entries(contactWayLabels).map(([value, label]) => ({ value, label }))}
                onChange={event => set({ confirmedBy: String(event.target.value) })}
              />
            )}
          </Field>
        ) : null}
        <h2>谁申请</h2>
        {choice('applicantKind', '申请人', options(applicantKinds, applicantKindLabels))}
        {line('name', natural ? '姓名' : '单位名称', { required: true })}
        {natural ? choice('identityProof', '身份证明', options(identityProofs, identityProofLabels)) : null}
        {natural
          ? line('identityNumber', '证件号码', {
              required: !letter.incomplete,
              hint: '加密保存，列表里不显示。',
            })
          : null}
        {natural ? null : line('creditCode', '统一社会信用代码', { required: !letter.incomplete })}
        {natural ? null : line('representative', '法定代表人（负责人）')}
        {natural ? null : line('contactName', '联系人', { required: !letter.incomplete })}
        {line('phone', '联系电话', { hint: '电话、邮箱、地址至少留一种。' })}
        {line('email', '电子邮箱')}
        {line('address', '通信地址')}
        {line('postcode', '邮政编码')}
        {line('agentName', '代理人', { hint: '有代理人的，须有授权委托书；登记后把扫描件加入“材料”。' })}
        <Field
          name="incomplete"
          label="来信缺少身份证明、联系方式"
          group
          hint="当面、邮寄的申请不得拒收：照样登记、照样起算，登记后问清补记，或者在7个工作日内一次性告知补正。写错的仍要核对。"
        >
          {() => (
            <Checkbox
              checked={letter.incomplete}
              onChange={event => set({ incomplete: event.target.checked })}
            >
              缺的先空着，照样登记
            </Checkbox>
          )}
        </Field>
        {line('writtenDownBy', '代为填写的工作人员', {
          hint: '书写确有困难、口头申请的，由工作人员代为填写，念给申请人听，登记后打印登记表请其签名、按手印。',
        })}
        <h2>申请什么</h2>
        <p className="quiet">名称、文号、内容描述填一项即可，照来信的原话写。</p>
        {line('informationName', '信息名称')}
        {line('documentNumber', '文号')}
        {line('description', '内容描述', { long: true })}
        {letter.matters.map((matter, at) => (
          <Field
            key={at}
            name={`matter-${at}`}
            label={`第${at + 2}项`}
            hint="一封信申请几项互不相关的信息的，分项登记，各自答复。"
            reasons={faultOf(`matter-${at}`)}
          >
            {({ status, ...control }) => (
              <Input.TextArea
                {...control}
                status={status}
                value={matter.description}
                autoSize={{ minRows: 2, maxRows: 8 }}
                maxLength={4000}
                onChange={event =>
                  set({
                    matters: letter.matters.map((m, i) =>
                      i === at ? { ...m, description: event.target.value } : m,
                    ),
                  })
                }
              />
            )}
          </Field>
        ))}
        <p>
          <Button onClick={() => set({ matters: [...letter.matters, emptyMatter] })}>
            同一封信里还有一项
          </Button>
          {letter.matters.length > 0 ? (
            <Button type="link" onClick={() => set({ matters: letter.matters.slice(0, -1) })}>
              去掉最后一项
            </Button>
          ) : null}
        </p>
        {line('purpose', '用途', { hint: '来信写了的照录；没有写的不填，也不要问。' })}
        <h2>怎样提供</h2>
        {choice('carrier', '形式', options(carriers, carrierLabels))}
        {choice('delivery', '获取方式', options(deliveries, deliveryLabels))}
        <Checkbox
          checked={letter.otherWayAccepted}
          onChange={event => set({ otherWayAccepted: event.target.checked })}
        >
          不能按要求的形式提供时，也接受其他形式
        </Checkbox>
        <div className="act-buttons">
          <Button type="primary" htmlType="submit" size="large" loading={doing.busy}>
            登记
          </Button>
        </div>
      </form>
    </Page>
  )
}
