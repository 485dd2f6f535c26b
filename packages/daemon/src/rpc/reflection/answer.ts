import { status } from '@grpc/grpc-js';
import type { DescriptorIndex } from './descriptor-index.js';

/** ServerReflectionRequest, alike in v1 and v1alpha. Types made from descriptors keep the contract's own names. */
export interface ReflectionRequest {
  readonly host: string;
  readonly message_request?:
    | 'file_by_filename'
    | 'file_containing_symbol'
    | 'file_containing_extension'
    | 'all_extension_numbers_of_type'
    | 'list_services';
  readonly file_by_filename?: string;
  readonly file_containing_symbol?: string;
  readonly file_containing_extension?: { readonly containing_type: string } | null;
  readonly all_extension_numbers_of_type?: string;
}

/** The answer to a question. "Not found" is an answer too, and the stream goes on. */
export function answerReflection(index: DescriptorIndex, request: ReflectionRequest): object {
  return { valid_host: request.host, original_request: request, ...outcome(index, request) };
}

function outcome(index: DescriptorIndex, request: ReflectionRequest): object {
  switch (request.message_request) {
    case 'list_services':
      return { list_services_response: { service: index.services.map((name) => ({ name })) } };
    case 'file_by_filename':
      return files(index.fileByName(request.file_by_filename ?? ''), 'file', request.file_by_filename);
    case 'file_containing_symbol':
      return files(
        index.fileBySymbol(request.file_containing_symbol ?? ''),
        'symbol',
        request.file_containing_symbol,
      );
    case 'file_containing_extension':
      // The contract is proto3 and extends nothing.
      return error(
        status.NOT_FOUND,
        `no extension of ${request.file_containing_extension?.containing_type ?? ''}`,
      );
    case 'all_extension_numbers_of_type':
      return error(status.NOT_FOUND, `no extensions of ${request.all_extension_numbers_of_type ?? ''}`);
    case undefined:
      return error(status.INVALID_ARGUMENT, 'the request asks nothing: set one of its fields');
  }
  return error(status.UNIMPLEMENTED, 'the request asks something that this daemon does not know');
}

function files(found: readonly Buffer[] | undefined, kind: string, name = ''): object {
  return found === undefined
    ? error(status.NOT_FOUND, `there is no ${kind} ${name}`)
    : { file_descriptor_response: { file_descriptor_proto: found } };
}

function error(errorCode: status, errorMessage: string): object {
  return { error_response: { error_code: errorCode, error_message: errorMessage } };
}
