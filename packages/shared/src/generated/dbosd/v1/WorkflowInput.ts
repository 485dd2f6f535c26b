// Original file: proto/dbosd/v1/workflow_service.proto

import type { PortableArguments as _dbosd_v1_PortableArguments, PortableArguments__Output as _dbosd_v1_PortableArguments__Output } from '../../dbosd/v1/PortableArguments.js';
import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';

/**
 * The input of a workflow.
 */
export interface WorkflowInput {
  /**
   * Arguments that applications in every language read.
   */
  'portable'?: (_dbosd_v1_PortableArguments | null);
  /**
   * Arguments serialized by the caller. In `portable_json` they must be an object of `positionalArgs` (an array)
   * and `namedArgs` (an object), both optional.
   */
  'raw'?: (_dbosd_v1_Payload | null);
  /**
   * Exactly one is set.
   */
  'kind'?: "portable"|"raw";
}

/**
 * The input of a workflow.
 */
export interface WorkflowInput__Output {
  /**
   * Arguments that applications in every language read.
   */
  'portable'?: (_dbosd_v1_PortableArguments__Output | null);
  /**
   * Arguments serialized by the caller. In `portable_json` they must be an object of `positionalArgs` (an array)
   * and `namedArgs` (an object), both optional.
   */
  'raw'?: (_dbosd_v1_Payload__Output | null);
  /**
   * Exactly one is set.
   */
  'kind'?: "portable"|"raw";
}
