import { expect, it } from 'vitest';
import { sniffKind } from './file-kind.ts';
import { acceptedKinds, endingsOf, judgeFile } from './judge-file.ts';

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

it.each([
  ['%PDF-1.7\n', 'pdf'],
  [`${' '.repeat(100)}%PDF-1.4`, 'pdf'],
  ['\xff\xd8\xff\xe0', 'jpeg'],
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['\0\0\0\x18ftypheic', 'heic'],
  ['II*\0', 'tiff'],
  ['GIF89a', 'gif'],
  ['RIFF\x01\x02\x03\x04WEBP', 'webp'],
  ['PK\x03\x04.....[Content_Types].xml...PK\x03\x04word/document.xml', 'docx'],
  ['PK\x03\x04.....[Content_Types].xml...PK\x03\x04xl/workbook.xml', 'xlsx'],
  ['PK\x03\x04photo.jpg', 'zip'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'office'],
  ['date;amount\n2026-01-01;5', 'text'],
  ['Buchung;Betr\xe4ge', 'text'],
  ['\xff\xfea\0', 'text'],
  ['<!DOCTYPE html><title>', 'page'],
  ['\n<!-- x --><svg xmlns=', 'page'],
  ['<?xml version="1.0"?>', 'page'],
  ['MZ\x90\0', 'program'],
  ['\x7fELF', 'program'],
  ['#!/bin/sh', 'program'],
  ['\x01\x02\x03', undefined],
  ['', undefined],
])('knows %j by its content', (content, kind) => {
  expect(sniffKind(bytes(content))).toBe(kind);
});

type Item = Parameters<typeof judgeFile>[0];
const statement: Item = { fieldType: 'BANK_STATEMENT', config: null };
const id: Item = { fieldType: 'ID', config: null };
const any: Item = { fieldType: 'FILE', config: null };
const only: Item = { fieldType: 'FILE', config: { accept: ['png'] } };

it.each([
  [statement, 'jan.pdf', 'pdf', 'fits'],
  [statement, 'jan', 'pdf', 'fits'],
  [statement, 'jan.csv', 'text', 'doubtful'],
  [statement, 'jan.png', 'png', 'doubtful'],
  [statement, 'jan.docx', 'docx', 'unfit'],
  [id, 'me.JPG', 'jpeg', 'fits'],
  [id, 'me.pdf', 'jpeg', 'doubtful'],
  [id, 'me.pdf', 'text', 'unfit'],
  [id, 'me.pdf', undefined, 'unfit'],
  [any, 'plan.xlsx', 'xlsx', 'fits'],
  [any, 'setup.pdf', 'program', 'unfit'],
  [any, 'page.pdf', 'page', 'unfit'],
  [only, 'a.png', 'png', 'fits'],
  [only, 'a.pdf', 'pdf', 'unfit'],
] as const)('judges for %j the file %s, which is %s, as %s', (item, fileName, kind, verdict) => {
  expect(judgeFile(item, { fileName, kind, sizeBytes: 9 }).verdict).toBe(verdict);
});

it('says which file is wrong and what to send in its place', () => {
  expect(judgeFile(only, { fileName: 'a.docx', kind: 'docx', sizeBytes: 9 })).toEqual({
    verdict: 'unfit',
    reason: '“a.docx” is a Word file, which does not do here. Please send a PNG picture.',
  });
  expect(judgeFile(id, { fileName: 'a.pdf', kind: undefined, sizeBytes: 0 })).toMatchObject({
    reason: expect.stringContaining('is empty. Please send a PDF or a photo.'),
  });
  expect(endingsOf(acceptedKinds(only))).toBe('.png');
});
