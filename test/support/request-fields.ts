import type protobuf from 'protobufjs';
import { protobufOf, SERVICES, type CallName, type StreamName } from './surfaces/wire.js';

/** One string of a request: where it stands, and how to put a text there. */
export interface TextField {
  readonly method: CallName | StreamName;
  /** As errors name it, with `[0]` for the element of a list; a map's key or value ends with `{key}` or `{value}`. */
  readonly path: string;
  readonly put: (request: Plain, text: string) => void;
}

export type Plain = Record<string, unknown>;

/** Every string in the request of every method, found in the contract, so that none can be forgotten. */
export function textFields(): TextField[] {
  return Object.values(SERVICES)
    .flat()
    .flatMap((method) => fieldsOf(method, protobufOf(method), '', (request) => request));
}

/** A step from a message to one of its parts, which it makes where it is missing. */
type Step = (request: Plain) => Plain;

function fieldsOf(
  method: CallName | StreamName,
  type: protobuf.Type,
  prefix: string,
  reach: Step,
): TextField[] {
  return type.fieldsArray.flatMap((field) => {
    const path = `${prefix}${contractName(field.name)}`;
    const { name } = field;
    if (field.map) {
      const fields: TextField[] = [
        {
          method,
          path: `${path}{key}`,
          put: (request, text) => (reach(request)[name] = mapOf(text, VALUES[field.type])),
        },
      ];
      if (field.type === 'string') {
        fields.push({
          method,
          path: `${path}{value}`,
          put: (request, text) => (reach(request)[name] = { k: text }),
        });
      }
      return fields;
    }
    const element = field.repeated ? `${path}[0]` : path;
    if (field.type === 'string') {
      const put = (request: Plain, text: string): void => {
        reach(request)[name] = field.repeated ? [text] : text;
      };
      return [{ method, path: element, put }];
    }
    if (field.resolvedType === null || !('fields' in field.resolvedType)) return [];
    const inner: Step = (request) => {
      const message = reach(request);
      message[name] ??= field.repeated ? [{}] : {};
      return (field.repeated ? (message[name] as Plain[])[0] : message[name]) as Plain;
    };
    return fieldsOf(method, field.resolvedType, `${element}.`, inner);
  });
}

/** Valid values of the maps' types. */
const VALUES: Readonly<Record<string, unknown>> = { string: '1', bytes: Buffer.alloc(16) };

function mapOf(key: string, value: unknown): Plain {
  // Also for keys like __proto__.
  return Object.defineProperty({}, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function contractName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
