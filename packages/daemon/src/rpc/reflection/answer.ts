import { status } from '@grpc/grpc-js';
import type { DescriptorIndex } from './descriptor-index.js';

/** ServerReflectionRequest, alike in v1 and v1alpha. */
export interface ReflectionRequest {
  readonly host: string;
  readonly messageRequest?:
    | 'fileByFilename'
    | 'fileContainingSymbol'
    | 'fileContainingExtension'
    | 'allExtensionNumbersOfType'
    | 'listServices';
  readonly fileByFilename?: string;
  readonly fileContainingSymbol?: string;
  readonly fileContainingExtension?: { readonly containingType: string } | null;
  readonly allExtensionNumbersOfType?: string;
}

/** The one answer to a question. What is not found is an answer too, and the stream goes on. */
export function answerReflection(index: DescriptorIndex, request: ReflectionRequest): object {
  return { validHost: request.host, originalRequest: request, ...outcome(index, request) };
}

function outcome(index: DescriptorIndex, request: ReflectionRequest): object {
  switch (request.messageRequest) {
    case 'listServices':
      return { listServicesResponse: { service: index.services.map((name) => ({ name })) } };
    case 'fileByFilename':
      return files(index.fileByName(request.fileByFilename ?? ''), 'file', request.fileByFilename);
    case 'fileContainingSymbol':
      return files(
        index.fileBySymbol(request.fileContainingSymbol ?? ''),
        'symbol',
        request.fileContainingSymbol,
      );
    case 'fileContainingExtension':
      // The contract is proto3 and extends nothing.
      return error(
        status.NOT_FOUND,
        `no extension of ${request.fileContainingExtension?.containingType ?? ''}`,
      );
    case 'allExtensionNumbersOfType':
      return error(status.NOT_FOUND, `no extensions of ${request.allExtensionNumbersOfType ?? ''}`);
    case undefined:
      return error(status.INVALID_ARGUMENT, 'the request asks nothing: set one of its fields');
  }
  return error(status.UNIMPLEMENTED, 'the request asks something that this daemon does not know');
}

function files(found: readonly Buffer[] | undefined, kind: string, name = ''): object {
  return found === undefined
    ? error(status.NOT_FOUND, `there is no ${kind} ${name}`)
    : { fileDescriptorResponse: { fileDescriptorProto: found } };
}

function error(errorCode: status, errorMessage: string): object {
  return { errorResponse: { errorCode, errorMessage } };
}
