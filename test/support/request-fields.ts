import type protobuf from 'protobufjs';
import { protobufOf, SERVICES, type CallName, type StreamName } from './surfaces/wire.js';

/** One string of a message: where it stands, and how to put a text there. */
export interface TextPlace {
  /** As errors name it, with `[0]` for the element of a list; a map's key or value ends with `{key}` or `{value}`. */
  readonly path: string;
  readonly put: (request: Plain, text: string) => void;
}

/** One string of the request of a method. */
export interface TextField extends TextPlace {
  readonly method: CallName | StreamName;
}

export type Plain = Record<string, unknown>;

/** Every string in the request of every method, found in the contract, so that none can be forgotten. */
export function textFields(): TextField[] {
  return Object.values(SERVICES)
    .flat()
    .flatMap((method) => textPlaces(protobufOf(method)).map((place) => ({ ...place, method })));
}

/** Every string of a message. */
export function textPlaces(type: protobuf.Type): TextPlace[] {
  return placesIn(type, '', (message) => message);
}

/** A step from a message to one of its parts, which it makes where it is missing. */
type Step = (request: Plain) => Plain;

function placesIn(type: protobuf.Type, prefix: string, reach: Step): TextPlace[] {
  return type.fieldsArray.flatMap((field) => {
    const path = `${prefix}${contractName(field.name)}`;
    const { name } = field;
    if (field.map) {
      const places: TextPlace[] = [
        {
          path: `${path}{key}`,
          put: (request, text) => (reach(request)[name] = mapOf(text, VALUES[field.type])),
        },
      ];
      if (field.type === 'string') {
        places.push({
          path: `${path}{value}`,
          put: (request, text) => (reach(request)[name] = { k: text }),
        });
      }
      return places;
    }
    const element = field.repeated ? `${path}[0]` : path;
    if (field.type === 'string') {
      const put = (request: Plain, text: string): void => {
        reach(request)[name] = field.repeated ? [text] : text;
      };
      return [{ path: element, put }];
    }
    if (field.resolvedType === null || !('fields' in field.resolvedType)) return [];
    const inner: Step = (request) => {
      const message = reach(request);
      message[name] ??= field.repeated ? [{}] : {};
      return (field.repeated ? (message[name] as Plain[])[0] : message[name]) as Plain;
    };
    return placesIn(field.resolvedType, `${element}.`, inner);
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
